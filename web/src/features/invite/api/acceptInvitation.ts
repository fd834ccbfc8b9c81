import type { AcceptInvitation, Me } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const acceptInvitation = (request: AcceptInvitation) => post<Me>('/invitations/accept', request, { on401: 'fail' });
