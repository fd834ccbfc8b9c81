import type { CustomerExportSummary, NewCustomerExport } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const exportEverything = (request: NewCustomerExport) => post<CustomerExportSummary>('/leaving/exports', request);
