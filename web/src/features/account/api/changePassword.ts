import type { ChangePassword } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const changePassword = (request: ChangePassword) => post('/me/password', request);
