import { queryOptions } from '@tanstack/react-query';
import type { AcceptanceSummary } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const acceptancesQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'acceptances'], queryFn: ({ signal }) => get<AcceptanceSummary[]>(path`/projects/${project}/acceptances`, { signal }) });
