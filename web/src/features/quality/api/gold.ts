import type { MakeGold, UpdateGold } from '../../../lib/contracts';
import { patch, path, put, remove } from '../../../lib/http';

export const makeGold = (project: string, task: string, request: MakeGold) => put<void>(path`/projects/${project}/tasks/${task}/gold`, request);
export const updateGold = (project: string, task: string, request: UpdateGold) => patch<void>(path`/projects/${project}/tasks/${task}/gold`, request);
export const undoGold = (project: string, task: string) => remove(path`/projects/${project}/tasks/${task}/gold`);
