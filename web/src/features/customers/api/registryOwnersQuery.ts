import { queryOptions } from '@tanstack/react-query';
import type { OwnersRegister } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const registryOwnersQuery = () =>
  queryOptions({ queryKey: ['registry', 'owners'], queryFn: ({ signal }) => get<OwnersRegister>('/registry/owners', { signal }) });
