import type { SetCooling } from '../../../lib/contracts';
import { put } from '../../../lib/http';

export const setCooling = (request: SetCooling) => put('/walls/cooling', request);
