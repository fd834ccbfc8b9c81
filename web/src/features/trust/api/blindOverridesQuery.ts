import { queryOptions } from '@tanstack/react-query';
import type { NameOverride } from '../../../lib/contracts';
import { get } from '../../../lib/http';

/** Names of the list that somebody let through. */
export const blindOverridesQuery = () =>
  queryOptions({ queryKey: ['blind', 'overrides'], queryFn: ({ signal }) => get<NameOverride[]>('/blind/overrides', { signal }) });
