import { path, remove } from '../../../lib/http';

export const revokeInvitation = (invitation: string) => remove(path`/invitations/${invitation}`);
