import { queryOptions } from '@tanstack/react-query';
import type { ProjectDetail } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const projectQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project], queryFn: ({ signal }) => get<ProjectDetail>(path`/projects/${project}`, { signal }) });
