import type { Me, SwitchCustomer } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const switchCustomer = (request: SwitchCustomer) => post<Me>('/me/customer', request);
