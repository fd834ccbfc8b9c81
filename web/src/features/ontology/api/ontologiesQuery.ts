import { queryOptions } from '@tanstack/react-query';
import type { OntologyVersion } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const ontologiesQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'ontologies'], queryFn: ({ signal }) => get<OntologyVersion[]>(path`/projects/${project}/ontologies`, { signal }) });
