import type { Me, SignIn } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const signIn = (request: SignIn) => post<Me>('/sign-in', request, { on401: 'fail' });
