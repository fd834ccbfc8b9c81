import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AcceptancePlan, NewAcceptance } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

/** What a demand would take; the plan before stays on the screen while the next is worked out. */
export const acceptancePlanQuery = (project: string, demand: NewAcceptance) =>
  queryOptions({
    queryKey: ['project', project, 'acceptance-plan', demand], queryFn: () => post<AcceptancePlan>(path`/projects/${project}/acceptances/plan`, demand),
    placeholderData: keepPreviousData, retry: false,
  });
