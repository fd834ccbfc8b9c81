import { queryOptions } from '@tanstack/react-query';
import type { RegistryPerson } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const registryQuery = () =>
  queryOptions({ queryKey: ['registry', 'people'], queryFn: ({ signal }) => get<RegistryPerson[]>('/registry/people', { signal }) });
