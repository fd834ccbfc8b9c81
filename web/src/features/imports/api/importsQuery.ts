import { queryOptions } from '@tanstack/react-query';
import type { ImportSummary, Page } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

/** The latest imports, newest first. Takes a bare list as well as a page. */
export const importsQuery = (project: string) =>
  queryOptions({
    queryKey: ['project', project, 'imports'],
    queryFn: async ({ signal }) => {
      const answer = await get<ImportSummary[] | Page<ImportSummary>>(path`/projects/${project}/imports`, { signal });
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
