import { queryOptions } from '@tanstack/react-query';
import type { WallClockState } from '../../../lib/contracts';
import { get } from '../../../lib/http';

/** The wall's own time, by which cooling-off is counted. */
export const clockQuery = () =>
  queryOptions({ queryKey: ['registry', 'clock'], queryFn: ({ signal }) => get<WallClockState>('/registry/clock', { signal }) });
