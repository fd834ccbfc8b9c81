import { queryOptions } from '@tanstack/react-query';
import type { DepartureSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const leavingQuery = () =>
  queryOptions({ queryKey: ['leaving'], queryFn: ({ signal }) => get<DepartureSummary>('/leaving', { signal }) });
