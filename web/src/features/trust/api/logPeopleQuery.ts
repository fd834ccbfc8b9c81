import { queryOptions } from '@tanstack/react-query';
import type { LogPerson } from '../../../lib/contracts';
import { get } from '../../../lib/http';

/** Who is behind the pseudonyms of the log. */
export const logPeopleQuery = () =>
  queryOptions({ queryKey: ['log', 'people'], queryFn: ({ signal }) => get<LogPerson[]>('/log/people', { signal }), staleTime: 60_000 });
