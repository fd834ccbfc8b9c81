import type { SetOwners } from '../../../lib/contracts';
import { put } from '../../../lib/http';

export const setOwners = (request: SetOwners) => put('/registry/owners', request);
