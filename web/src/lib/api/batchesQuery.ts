import { queryOptions } from '@tanstack/react-query';
import type { BatchSummary, Page } from '../contracts';
import { get, path } from '../http';

/** Every batch: there are few. Takes a bare list as well as a page. */
export const batchesQuery = (project: string) =>
  queryOptions({
    queryKey: ['project', project, 'batches'],
    queryFn: async ({ signal }) => {
      const answer = await get<BatchSummary[] | Page<BatchSummary>>(path`/projects/${project}/batches`, { signal });
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
