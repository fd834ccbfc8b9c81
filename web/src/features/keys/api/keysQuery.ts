import { queryOptions } from '@tanstack/react-query';
import type { ApiKeySummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const keysQuery = () =>
  queryOptions({ queryKey: ['keys'], queryFn: ({ signal }) => get<ApiKeySummary[]>('/keys', { signal }) });
