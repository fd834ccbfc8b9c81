import type { CreatedInterest, LinkAccounts, NewInterest, SetInsider } from '../../../lib/contracts';
import { path, post, put, remove } from '../../../lib/http';

export const setInsider = ({ person, ...request }: SetInsider & { person: string }) => put(path`/registry/people/${person}/insider`, request);
export const addInterest = ({ person, ...request }: NewInterest & { person: string }) => post<CreatedInterest>(path`/registry/people/${person}/interests`, request);
export const removeInterest = ({ person, interest }: { person: string; interest: string }) => remove(path`/registry/people/${person}/interests/${interest}`);
/** Two accounts, one human being: their histories become one, for good. */
export const linkAccounts = (request: LinkAccounts) => post('/registry/aliases', request);
/** After the clock has leapt forward: it was right to. */
export const confirmClock = () => post('/registry/clock/confirm');
