import { queryOptions } from '@tanstack/react-query';
import type { PersonSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const peopleQuery = () =>
  queryOptions({ queryKey: ['people'], queryFn: ({ signal }) => get<PersonSummary[]>('/people', { signal }) });
