import { queryOptions } from '@tanstack/react-query';
import type { SessionSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const sessionsQuery = () =>
  queryOptions({ queryKey: ['me', 'sessions'], queryFn: ({ signal }) => get<SessionSummary[]>('/me/sessions', { signal }) });
