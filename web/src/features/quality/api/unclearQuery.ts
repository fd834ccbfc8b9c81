import { queryOptions } from '@tanstack/react-query';
import type { UnclearTask } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const unclearQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'unclear'], queryFn: ({ signal }) => get<UnclearTask[]>(path`/projects/${project}/quality/unclear`, { signal }) });
