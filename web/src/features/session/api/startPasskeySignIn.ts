import type { PasskeyChallenge } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const startPasskeySignIn = () => post<PasskeyChallenge>('/passkeys/challenge', undefined, { on401: 'fail' });
