import { queryOptions } from '@tanstack/react-query';
import type { ProjectStats } from '../contracts';
import { get, path } from '../http';

export const statsQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'stats'], queryFn: ({ signal }) => get<ProjectStats>(path`/projects/${project}/stats`, { signal }), refetchInterval: 30_000 });
