import { queryOptions } from '@tanstack/react-query';
import type { WorkSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const workQuery = () =>
  queryOptions({ queryKey: ['work'], queryFn: ({ signal }) => get<WorkSummary[]>('/work', { signal }), refetchInterval: 60_000 });
