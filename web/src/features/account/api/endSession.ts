import { path, remove } from '../../../lib/http';

export const endSession = (session: string) => remove(path`/me/sessions/${session}`);
