import type { Me, SetUp } from '../../../lib/contracts';
import { post } from '../../../lib/http';

export const setUp = (request: SetUp) => post<Me>('/setup', request, { on401: 'fail' });
