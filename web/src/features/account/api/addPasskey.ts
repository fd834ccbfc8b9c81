import type { PasskeyAnswer } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const addPasskey = (answer: PasskeyAnswer) => post('/me/passkeys', answer);
