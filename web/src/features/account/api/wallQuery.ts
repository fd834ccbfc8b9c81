import { queryOptions } from '@tanstack/react-query';
import type { MyWall } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const wallQuery = () =>
  queryOptions({ queryKey: ['me', 'wall'], queryFn: ({ signal }) => get<MyWall>('/me/wall', { signal }) });
