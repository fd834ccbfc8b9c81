import { queryOptions } from '@tanstack/react-query';
import type { OwnersForOperator } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const registryOwnersQuery = () =>
  queryOptions({ queryKey: ['registry', 'owners'], queryFn: ({ signal }) => get<OwnersForOperator>('/registry/owners', { signal }) });
