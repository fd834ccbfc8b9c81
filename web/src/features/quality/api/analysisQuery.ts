import { queryOptions } from '@tanstack/react-query';
import type { QualityAnalysis } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

/** Takes the server a second: asked for once in a while, not whenever somebody looks back at the page. */
export const analysisQuery = (project: string) => queryOptions({
  queryKey: ['project', project, 'quality-analysis'], staleTime: 300_000, refetchOnWindowFocus: false,
  queryFn: ({ signal }) => get<QualityAnalysis>(path`/projects/${project}/quality/analysis`, { signal }),
});
