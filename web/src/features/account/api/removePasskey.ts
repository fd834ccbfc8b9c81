import { path, remove } from '../../../lib/http';

export const removePasskey = (passkey: string) => remove(path`/me/passkeys/${passkey}`);
