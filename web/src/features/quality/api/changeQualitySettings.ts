import type { QualitySettings } from '../../../lib/contracts';
import { path, put } from '../../../lib/http';

export const changeQualitySettings = (project: string, request: QualitySettings) => put<QualitySettings>(path`/projects/${project}/quality/settings`, request);
