import type { OwnerRegister, SetOwners } from '../../../lib/contracts';
import { put } from '../../../lib/http';

export const setOwners = (request: SetOwners) => put<OwnerRegister>('/registry/owners', request);
