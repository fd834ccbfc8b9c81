import { queryOptions } from '@tanstack/react-query';
import type { CustodySummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const custodyQuery = () =>
  queryOptions({ queryKey: ['custody'], queryFn: ({ signal }) => get<CustodySummary>('/custody', { signal }), refetchInterval: 10_000 });
