import { queryOptions } from '@tanstack/react-query';
import type { CustomerSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const customersQuery = () =>
  queryOptions({ queryKey: ['customers'], queryFn: ({ signal }) => get<CustomerSummary[]>('/customers', { signal }) });
