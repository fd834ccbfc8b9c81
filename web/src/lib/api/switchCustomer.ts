import type { Me, SwitchCustomer } from '../contracts';
import { post } from '../http';

export const switchCustomer = (request: SwitchCustomer) => post<Me>('/me/customer', request);
