import type { CustomerSummary, NewCustomer } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const createCustomer = (request: NewCustomer) => post<CustomerSummary>('/customers', request);
