import type { LinkAliases, NewInterest, SetInsider } from '../../../lib/contracts';
import { path, post, put, remove } from '../../../lib/http';

export const setInsider = ({ person, ...request }: SetInsider & { person: string }) => put(path`/registry/people/${person}/insider`, request);
export const addInterest = ({ person, ...request }: NewInterest & { person: string }) => post(path`/registry/people/${person}/interests`, request);
export const removeInterest = ({ person, interest }: { person: string; interest: string }) => remove(path`/registry/people/${person}/interests/${interest}`);
/** Two accounts, one human being: their histories become one, for good. */
export const linkAliases = (request: LinkAliases) => post('/registry/aliases', request);
