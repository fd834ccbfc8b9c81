import { queryOptions } from '@tanstack/react-query';
import type { CustomerStanding } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const customersQuery = () =>
  queryOptions({ queryKey: ['customers'], queryFn: ({ signal }) => get<CustomerStanding[]>('/customers', { signal }) });
