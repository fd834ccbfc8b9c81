import type { InvitationPreview, InvitationToken } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const lookUpInvitation = (request: InvitationToken) => post<InvitationPreview>('/invitations/look-up', request, { on401: 'fail' });
