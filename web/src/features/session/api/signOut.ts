import { post } from '../../../lib/http';

export const signOut = () => post('/sign-out', undefined, { on401: 'fail' });
