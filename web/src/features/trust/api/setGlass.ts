import type { SetBreakGlass } from '../../../lib/contracts';
import { put } from '../../../lib/http';

export const setGlass = (request: SetBreakGlass) => put('/trust/break-glass', request);
