import { infiniteQueryOptions } from '@tanstack/react-query';
import type { LogPage } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export interface LogFilter {
  readonly person?: string | undefined;
  readonly type?: string | undefined;
  /** Also what is no content: people who signed in, keys, rules. Of a type that was chosen, always. */
  readonly all?: boolean | undefined;
}

/** Newest first. */
export const logEntriesQuery = ({ person, type, all }: LogFilter) =>
  infiniteQueryOptions({
    queryKey: ['log', 'entries', { person, type, all }],
    queryFn: ({ signal, pageParam }) => get<LogPage>('/log/entries', { query: { person, type, content: type === undefined && all !== true ? 'true' : undefined, before: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.next,
  });
