import type { NewWitness, WitnessSummary } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const addWitness = (request: NewWitness) => post<WitnessSummary>('/log/witnesses', request);
