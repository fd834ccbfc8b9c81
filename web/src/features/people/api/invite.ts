import type { Invite, NewInvitation } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const invite = (request: Invite) => post<NewInvitation>('/invitations', request);
