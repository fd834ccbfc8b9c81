import { queryOptions } from '@tanstack/react-query';
import type { PasskeySummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const passkeysQuery = () =>
  queryOptions({ queryKey: ['me', 'passkeys'], queryFn: ({ signal }) => get<PasskeySummary[]>('/me/passkeys', { signal }) });
