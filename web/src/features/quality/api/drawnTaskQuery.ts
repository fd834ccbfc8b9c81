import { queryOptions } from '@tanstack/react-query';
import type { AuditedTask } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const drawnTaskQuery = (project: string, number: string, task: string) =>
  queryOptions({
    queryKey: ['audit', project, number, 'items', task], queryFn: ({ signal }) => get<AuditedTask>(path`/projects/${project}/acceptances/${number}/items/${task}`, { signal }),
    staleTime: 60_000, retry: false,
  });
