import { queryOptions } from '@tanstack/react-query';
import type { OwnersRegister } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const ownersQuery = () =>
  queryOptions({ queryKey: ['trust', 'owners'], queryFn: ({ signal }) => get<OwnersRegister>('/trust/owners', { signal }) });
