import { queryOptions } from '@tanstack/react-query';
import type { TrustGlass } from '../../../lib/contracts';
import { get } from '../../../lib/http';

/** Requests of the operator for emergency access, as the customer sees them. */
export const glassQuery = () =>
  queryOptions({ queryKey: ['trust', 'glass'], queryFn: ({ signal }) => get<TrustGlass>('/trust/break-glass', { signal }), refetchInterval: 15_000 });
