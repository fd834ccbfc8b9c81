import type { LeaseExtended, LeaseTicket } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';
import { isProblem } from '../../../lib/problem';
import type { HeartbeatResult } from '../../../workbench/shell/queue';

/** A sign of life. Any refusal means that the lease is not ours any more; no answer means nothing. */
export async function extendLease(project: string, lease: LeaseTicket): Promise<HeartbeatResult> {
  try {
    const { expiresAt } = await post<LeaseExtended>(path`/projects/${project}/leases/${lease.id}/heartbeat`, { token: lease.token });
    return { kind: 'extended', expiresAt };
  } catch (error) {
    if (isProblem(error) && [403, 404, 409, 410].includes(error.status)) return { kind: 'lost' };
    throw error;
  }
}
