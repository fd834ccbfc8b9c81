import type { Me, UpdateMe } from '../../../lib/contracts';
import { patch } from '../../../lib/http';

export const updateMe = (request: UpdateMe) => patch<Me>('/me', request);
