import type { NewComment } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const addComment = (project: string, task: string, request: NewComment) => post(path`/projects/${project}/tasks/${task}/comments`, request);
