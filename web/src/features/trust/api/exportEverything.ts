import type { CustomerExport, NewCustomerExport } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const exportEverything = (request: NewCustomerExport) => post<CustomerExport>('/leaving/exports', request);
