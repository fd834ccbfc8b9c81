import { queryOptions } from '@tanstack/react-query';
import type { SetupState } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const setupQuery = () =>
  queryOptions({ queryKey: ['setup'], queryFn: ({ signal }) => get<SetupState>('/setup', { signal, on401: 'fail' }) });
