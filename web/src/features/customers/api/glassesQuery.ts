import { queryOptions } from '@tanstack/react-query';
import type { GlassSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const glassesQuery = () =>
  queryOptions({ queryKey: ['break-glass'], queryFn: ({ signal }) => get<GlassSummary[]>('/break-glass', { signal }), refetchInterval: 15_000 });
