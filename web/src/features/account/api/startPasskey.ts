import type { PasskeyChallenge } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const startPasskey = () => post<PasskeyChallenge>('/me/passkeys/challenge', undefined);
