import type { NewRotation } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const rotateKeys = (request: NewRotation) => post('/custody/rotations', request);
