import type { Claim, ClaimedTask } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';
import { isProblem } from '../../../lib/problem';

/** The next task for the caller; undefined when none is waiting, 'full' when he holds as much as he may. */
export async function claimTask(project: string, claim: Claim, signal: AbortSignal): Promise<ClaimedTask | 'full' | undefined> {
  try {
    return await post<ClaimedTask>(path`/projects/${project}/claim`, claim, { signal });
  } catch (error) {
    if (isProblem(error, 'task.none')) return undefined;
    if (isProblem(error, 'task.too_many_held')) return 'full';
    throw error;
  }
}
