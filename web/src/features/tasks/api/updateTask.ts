import type { UpdateTask } from '../../../lib/contracts';
import { patch, path } from '../../../lib/http';

export const updateTask = (project: string, task: string, request: UpdateTask) => patch(path`/projects/${project}/tasks/${task}`, request);
