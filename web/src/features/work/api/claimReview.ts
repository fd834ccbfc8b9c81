import type { Claim, ClaimedReview } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';
import { isProblem } from '../../../lib/problem';

/** The next annotation to judge; undefined when none is waiting, 'full' when he holds as much as he may. */
export async function claimReview(project: string, claim: Claim, signal: AbortSignal): Promise<ClaimedReview | 'full' | undefined> {
  try {
    return await post<ClaimedReview>(path`/projects/${project}/reviews/claim`, claim, { signal });
  } catch (error) {
    if (isProblem(error) && error.status === 404 && error.code.endsWith('.none')) return undefined;
    if (isProblem(error, 'task.too_many_held')) return 'full';
    throw error;
  }
}
