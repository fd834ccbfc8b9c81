import { queryOptions } from '@tanstack/react-query';
import type { OntologyVersion } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const ontologyQuery = (project: string, version: number) =>
  queryOptions({ queryKey: ['project', project, 'ontologies', version], queryFn: ({ signal }) => get<OntologyVersion>(path`/projects/${project}/ontologies/${String(version)}`, { signal }), staleTime: Infinity });
