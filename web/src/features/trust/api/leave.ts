import { post } from '../../../lib/http';

export const askToLeave = () => post('/leaving');
/** By a second administrator. After it nothing can be read any more, by anybody. */
export const approveLeaving = () => post('/leaving/approve');
