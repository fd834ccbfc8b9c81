import { queryOptions } from '@tanstack/react-query';
import type { BlindSettings } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const blindQuery = () =>
  queryOptions({ queryKey: ['blind'], queryFn: ({ signal }) => get<BlindSettings>('/blind', { signal }) });
