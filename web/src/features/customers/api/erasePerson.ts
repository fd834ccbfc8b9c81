import type { HoldErased } from '../../../lib/contracts';
import { path, put, remove } from '../../../lib/http';

/** The account goes; what the person has seen is kept until the last cooling-off is over. */
export const erasePerson = (person: string) => remove(path`/registry/people/${person}`);
export const holdErased = ({ person, ...request }: HoldErased & { person: string }) => put(path`/registry/erased/${person}`, request);
