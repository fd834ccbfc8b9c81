import { queryOptions } from '@tanstack/react-query';
import type { AcceptanceDetail } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const acceptanceQuery = (project: string, number: string) =>
  queryOptions({ queryKey: ['project', project, 'acceptances', number], queryFn: ({ signal }) => get<AcceptanceDetail>(path`/projects/${project}/acceptances/${number}`, { signal }) });
