import type { ImportSummary } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const finishImport = (project: string, id: string) => post<ImportSummary | undefined>(path`/projects/${project}/imports/${id}/finish`, undefined);
