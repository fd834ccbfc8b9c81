import { queryOptions } from '@tanstack/react-query';
import type { LeavingSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const leavingQuery = () =>
  queryOptions({ queryKey: ['leaving'], queryFn: ({ signal }) => get<LeavingSummary>('/leaving', { signal }) });
