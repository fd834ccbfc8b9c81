import type { UpdateComment } from '../../../lib/contracts';
import { patch, path } from '../../../lib/http';

export const updateComment = (project: string, task: string, comment: string, request: UpdateComment) => patch(path`/projects/${project}/tasks/${task}/comments/${comment}`, request);
