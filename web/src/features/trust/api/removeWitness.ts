import { path, remove } from '../../../lib/http';

export const removeWitness = (witness: string) => remove(path`/log/witnesses/${witness}`);
