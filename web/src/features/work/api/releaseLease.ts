import type { LeaseTicket } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const releaseLease = (project: string, lease: LeaseTicket): Promise<void> =>
  post(path`/projects/${project}/leases/${lease.id}/release`, { token: lease.token }, { on401: 'fail' });
