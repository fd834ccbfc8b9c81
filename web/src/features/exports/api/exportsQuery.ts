import { queryOptions } from '@tanstack/react-query';
import type { ExportSummary, Page } from '../../../lib/contracts';
import { apiUrl, get, path } from '../../../lib/http';

/** The latest exports, newest first; asks again while one is being made. Takes a bare list as well as a page. */
export const exportsQuery = (project: string) =>
  queryOptions({
    queryKey: ['project', project, 'exports'],
    queryFn: async ({ signal }) => {
      const answer = await get<ExportSummary[] | Page<ExportSummary>>(path`/projects/${project}/exports`, { signal });
      return Array.isArray(answer) ? answer : answer.items;
    },
    refetchInterval: (query) => (query.state.data?.some((e) => e.state === 'running' || e.state === 'receiving') === true ? 1_000 : false),
  });

export const exportContentUrl = (project: string, id: string): string => apiUrl(path`/projects/${project}/exports/${id}/content`);
