import type { ImportSummary, NewImport } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const startImport = (project: string, request: NewImport) => post<ImportSummary>(path`/projects/${project}/imports`, request);
