import { queryOptions } from '@tanstack/react-query';
import type { InvitationSummary } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const invitationsQuery = () =>
  queryOptions({ queryKey: ['invitations'], queryFn: ({ signal }) => get<InvitationSummary[]>('/invitations', { signal }) });
