import { queryOptions } from '@tanstack/react-query';
import type { ErasedPerson } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const erasedQuery = () =>
  queryOptions({ queryKey: ['registry', 'erased'], queryFn: ({ signal }) => get<ErasedPerson[]>('/registry/erased', { signal }) });
