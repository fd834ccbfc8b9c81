import { queryOptions } from '@tanstack/react-query';
import type { TrustAccess } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const accessQuery = () =>
  queryOptions({ queryKey: ['trust', 'access'], queryFn: ({ signal }) => get<TrustAccess>('/trust/access', { signal }) });
