import type { Adjudicate } from '../../../lib/contracts';
import { path, put } from '../../../lib/http';

export const adjudicate = (project: string, task: string, request: Adjudicate) => put<void>(path`/projects/${project}/tasks/${task}/decision`, request);
