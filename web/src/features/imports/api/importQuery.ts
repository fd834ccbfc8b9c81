import { queryOptions } from '@tanstack/react-query';
import type { ImportSummary } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

/** Asks again while the server works. */
export const importQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['project', project, 'import', id],
    queryFn: ({ signal }) => get<ImportSummary>(path`/projects/${project}/imports/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : query.state.data?.state === 'receiving' ? 5_000 : false),
  });
