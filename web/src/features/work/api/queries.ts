import { queryOptions } from '@tanstack/react-query';
import type { Me, OntologyVersion, ProjectDetail, RecentAnnotation } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const meQuery = () => queryOptions({ queryKey: ['me'], queryFn: ({ signal }): Promise<Me | null> => get<Me>('/me', { signal }), staleTime: 5 * 60_000 });

export const projectQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project], queryFn: ({ signal }) => get<ProjectDetail>(path`/projects/${project}`, { signal }) });

/** A version never changes once it is stored. */
export const ontologyQuery = (project: string, version: number) =>
  queryOptions({
    queryKey: ['project', project, 'ontology', version],
    queryFn: ({ signal }) => get<OntologyVersion>(path`/projects/${project}/ontologies/${String(version)}`, { signal }),
    staleTime: Infinity,
  });

export const recentQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'recent'], queryFn: ({ signal }) => get<RecentAnnotation[] | { items: RecentAnnotation[] }>(path`/projects/${project}/recent`, { signal }), staleTime: 30_000 });
