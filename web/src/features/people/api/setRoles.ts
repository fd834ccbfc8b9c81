import type { SetRoles } from '../../../lib/contracts';
import { path, put } from '../../../lib/http';

export const setRoles = (person: string, request: SetRoles) => put(path`/people/${person}/roles`, request);
