import type { ExportSummary, NewExport } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const startExport = (project: string, request: NewExport) => post<ExportSummary>(path`/projects/${project}/exports`, request);
