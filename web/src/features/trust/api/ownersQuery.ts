import { queryOptions } from '@tanstack/react-query';
import type { OwnersForCustomer } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const ownersQuery = () =>
  queryOptions({ queryKey: ['trust', 'owners'], queryFn: ({ signal }) => get<OwnersForCustomer>('/trust/owners', { signal }) });
