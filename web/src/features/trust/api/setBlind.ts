import type { BlindSettings } from '../../../lib/contracts';
import { put } from '../../../lib/http';

export const setBlind = (request: BlindSettings) => put('/blind', request);
