import { queryOptions } from '@tanstack/react-query';
import type { WallSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const wallsQuery = () =>
  queryOptions({ queryKey: ['walls'], queryFn: ({ signal }) => get<WallSummary>('/walls', { signal }) });
