import type { ChangeCustody } from '../../../lib/contracts';
import { put } from '../../../lib/http';

export const changeCustody = (request: ChangeCustody) => put('/custody', request);
