import type { Me, PasskeyAnswer } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const finishPasskeySignIn = (answer: PasskeyAnswer) => post<Me>('/passkeys/sign-in', answer, { on401: 'fail' });
