import { queryOptions } from '@tanstack/react-query';
import type { TaskDetail } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const taskQuery = (project: string, task: string) =>
  queryOptions({ queryKey: ['project', project, 'task', task], queryFn: ({ signal }) => get<TaskDetail>(path`/projects/${project}/tasks/${task}`, { signal }) });
