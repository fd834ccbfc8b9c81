import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page, ProjectState, ProjectSummary } from '../contracts';
import { get } from '../http';

export const projectsQuery = (state?: ProjectState) =>
  infiniteQueryOptions({
    queryKey: ['projects', { state }],
    queryFn: ({ signal, pageParam }) => get<Page<ProjectSummary>>('/projects', { query: { state, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
