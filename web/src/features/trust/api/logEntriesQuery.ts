import { infiniteQueryOptions } from '@tanstack/react-query';
import type { LogPage } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export interface LogFilter { readonly person?: string | undefined; readonly type?: string | undefined }

/** Newest first. */
export const logEntriesQuery = ({ person, type }: LogFilter) =>
  infiniteQueryOptions({
    queryKey: ['log', 'entries', { person, type }],
    queryFn: ({ signal, pageParam }) => get<LogPage>('/log/entries', { query: { person, type, before: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next,
  });
