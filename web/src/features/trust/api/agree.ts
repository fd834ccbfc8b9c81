import type { NewAgreement } from '../../../lib/contracts';
import { path, post, remove } from '../../../lib/http';

/** "We are not rivals." Takes effect when both have said so, a day later. */
export const agree = (request: NewAgreement) => post('/walls/agreements', request);

/** At once. */
export const endAgreement = (codeName: string) => remove(path`/walls/agreements/${codeName}`);
