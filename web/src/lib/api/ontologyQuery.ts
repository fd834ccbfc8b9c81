import { queryOptions } from '@tanstack/react-query';
import type { OntologyVersion } from '../contracts';
import { get, path } from '../http';

export const ontologyQuery = (project: string, version: number) =>
  queryOptions({ queryKey: ['project', project, 'ontologies', version], queryFn: ({ signal }) => get<OntologyVersion>(path`/projects/${project}/ontologies/${String(version)}`, { signal }), staleTime: Infinity });
