import { queryOptions } from '@tanstack/react-query';
import type { AccessOverview } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const accessQuery = () =>
  queryOptions({ queryKey: ['trust', 'access'], queryFn: ({ signal }) => get<AccessOverview>('/trust/access', { signal }) });
