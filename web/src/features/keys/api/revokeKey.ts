import { path, remove } from '../../../lib/http';

export const revokeKey = (key: string) => remove(path`/keys/${key}`);
