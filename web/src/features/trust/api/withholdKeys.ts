import type { CustodyScope } from '../../../lib/contracts';
import { post } from '../../../lib/http';

/** Within a second nobody reads anything of it any more, anywhere. */
export const revokeKeys = (request: CustodyScope) => post('/custody/revoke', request);
export const restoreKeys = (request: CustodyScope) => post('/custody/restore', request);
