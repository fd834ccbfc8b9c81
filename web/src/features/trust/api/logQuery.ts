import { queryOptions } from '@tanstack/react-query';
import type { LogSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const logQuery = () =>
  queryOptions({ queryKey: ['log'], queryFn: ({ signal }) => get<LogSummary>('/log', { signal }), refetchInterval: 15_000 });
