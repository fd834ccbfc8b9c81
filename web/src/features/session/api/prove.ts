import type { PasskeyAnswer, ProvePassword } from '../../../lib/contracts';
import { post } from '../../../lib/http';

/** That it is still the same person: good for some minutes. */
export const proveByPassword = (request: ProvePassword) => post('/me/proof', request);
export const proveByPasskey = (answer: PasskeyAnswer) => post('/me/proof/passkey', answer);
