import type { AppealNotice } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const appealNotice = (project: string, number: number, request: AppealNotice) => post<void>(path`/projects/${project}/my-quality/notices/${String(number)}/appeal`, request);
