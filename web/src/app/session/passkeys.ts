import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { Me, PasskeyChallenge } from '../../lib/contracts';
import { addPasskey } from '../../features/account/api/addPasskey';
import { startPasskey } from '../../features/account/api/startPasskey';
import { finishPasskeySignIn } from '../../features/session/api/finishPasskeySignIn';
import { proveByPasskey } from '../../features/session/api/prove';
import { startPasskeySignIn } from '../../features/session/api/startPasskeySignIn';

export const canUsePasskeys = browserSupportsWebAuthn;

export async function signInWithPasskey(): Promise<Me> {
  const challenge = await startPasskeySignIn();
  const credential = await startAuthentication({ optionsJSON: readOptions(challenge) });
  return finishPasskeySignIn({ credentialJson: JSON.stringify(credential), state: challenge.state });
}

/** The challenge is that of signing in. */
export async function proveWithPasskey(): Promise<void> {
  const challenge = await startPasskeySignIn();
  const credential = await startAuthentication({ optionsJSON: readOptions(challenge) });
  await proveByPasskey({ credentialJson: JSON.stringify(credential), state: challenge.state });
}

export async function registerPasskey(name: string): Promise<void> {
  const challenge = await startPasskey();
  const credential = await startRegistration({ optionsJSON: readOptions(challenge) });
  await addPasskey({ credentialJson: JSON.stringify(credential), state: challenge.state, name });
}

/** Whether the person closed the browser's dialog, which is no error. */
export const isPasskeyCancelled = (error: unknown): boolean => error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');

const readOptions = <T>(challenge: PasskeyChallenge): T => JSON.parse(challenge.optionsJson) as T;
