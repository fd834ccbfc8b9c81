import { queryOptions } from '@tanstack/react-query';
import type { WallSettings } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const wallsQuery = () =>
  queryOptions({ queryKey: ['walls'], queryFn: ({ signal }) => get<WallSettings>('/walls', { signal }) });
