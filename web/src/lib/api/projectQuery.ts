import { queryOptions } from '@tanstack/react-query';
import type { ProjectDetail } from '../contracts';
import { get, path } from '../http';

export const projectQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project], queryFn: ({ signal }) => get<ProjectDetail>(path`/projects/${project}`, { signal }) });
