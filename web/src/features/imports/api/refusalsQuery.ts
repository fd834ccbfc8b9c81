import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page, Refusal } from '../../../lib/contracts';
import { apiUrl, get, path } from '../../../lib/http';

export const refusalsQuery = (project: string, id: string) =>
  infiniteQueryOptions({
    queryKey: ['project', project, 'import', id, 'refusals'],
    queryFn: ({ signal, pageParam }) => get<Page<Refusal>>(path`/projects/${project}/imports/${id}/refusals`, { query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });

export const refusalsCsvUrl = (project: string, id: string): string => apiUrl(path`/projects/${project}/imports/${id}/refusals`, { format: 'csv' });
