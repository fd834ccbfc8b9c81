import type { CreatedCustomer, NewCustomer } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const createCustomer = (request: NewCustomer) => post<CreatedCustomer>('/customers', request);
