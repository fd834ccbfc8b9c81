import type { LeavingRequest } from '../../../lib/contracts';
import { post, remove } from '../../../lib/http';

export const askToLeave = (request: LeavingRequest) => post('/leaving', request);
/** By a second administrator. After it nothing can be read any more, by anybody. */
export const approveLeaving = (request: LeavingRequest) => post('/leaving/approve', request);
/** Before the second one has agreed. */
export const withdrawLeaving = () => remove('/leaving');
