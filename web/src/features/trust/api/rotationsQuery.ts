import { queryOptions } from '@tanstack/react-query';
import type { RotationSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const rotationsQuery = () =>
  queryOptions({
    queryKey: ['custody', 'rotations'],
    queryFn: ({ signal }) => get<RotationSummary[]>('/custody/rotations', { signal }),
    refetchInterval: (query) => (query.state.data?.some((rotation) => rotation.state === 'preparing' || rotation.state === 'running' || rotation.state === 'draining') ? 1_500 : false),
  });
