import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page, TaskState, TaskSummary } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export interface TaskFilter { state?: TaskState; person?: string; label?: string; batch?: string; search?: string }

const pageSize = 100;

export const tasksQuery = (project: string, filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['project', project, 'tasks', filter],
    queryFn: ({ signal, pageParam }) =>
      get<Page<TaskSummary>>(path`/projects/${project}/tasks`, { query: { ...filter, cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
