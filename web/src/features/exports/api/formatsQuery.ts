import { queryOptions } from '@tanstack/react-query';
import type { FormatSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const formatsQuery = () =>
  queryOptions({ queryKey: ['formats'], queryFn: ({ signal }) => get<FormatSummary[]>('/formats', { signal }), staleTime: Infinity });
