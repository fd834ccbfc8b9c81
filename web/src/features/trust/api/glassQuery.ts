import { queryOptions } from '@tanstack/react-query';
import type { GlassOverview } from '../../../lib/contracts';
import { get } from '../../../lib/http';

/** Requests for emergency access, as the customer sees them. */
export const glassQuery = () =>
  queryOptions({ queryKey: ['trust', 'glasses'], queryFn: ({ signal }) => get<GlassOverview>('/trust/glasses', { signal }), refetchInterval: 15_000 });
