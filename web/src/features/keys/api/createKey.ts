import type { CreatedApiKey, NewApiKey } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const createKey = (request: NewApiKey) => post<CreatedApiKey>('/keys', request);
