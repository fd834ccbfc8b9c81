import { queryOptions } from '@tanstack/react-query';
import type { RecentAnnotation } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const recentQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'recent'], queryFn: ({ signal }) => get<RecentAnnotation[]>(path`/projects/${project}/recent`, { signal }), staleTime: 30_000 });
