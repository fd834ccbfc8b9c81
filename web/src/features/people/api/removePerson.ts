import { path, remove } from '../../../lib/http';

export const removePerson = (person: string) => remove(path`/people/${person}`);
