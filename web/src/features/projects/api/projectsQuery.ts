import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page, ProjectState, ProjectSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const projectsQuery = (state?: ProjectState) =>
  infiniteQueryOptions({
    queryKey: ['projects', { state }],
    queryFn: ({ signal, pageParam }) => get<Page<ProjectSummary>>('/projects', { query: { state, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
