import { queryOptions } from '@tanstack/react-query';
import type { AskedGlass } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const glassesQuery = () =>
  queryOptions({ queryKey: ['registry', 'glasses'], queryFn: ({ signal }) => get<AskedGlass[]>('/registry/glasses', { signal }), refetchInterval: 15_000 });
