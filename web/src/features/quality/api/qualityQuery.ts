import { queryOptions } from '@tanstack/react-query';
import type { ProjectQuality } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const qualityQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'quality'], queryFn: ({ signal }) => get<ProjectQuality>(path`/projects/${project}/quality`, { signal }) });
