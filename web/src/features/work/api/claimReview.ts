import type { Claim, ClaimedReview } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';
import { isProblem } from '../../../lib/problem';

/** The next annotation to judge; undefined when none is waiting. */
export async function claimReview(project: string, claim: Claim, signal: AbortSignal): Promise<ClaimedReview | undefined> {
  try {
    return await post<ClaimedReview>(path`/projects/${project}/reviews/claim`, claim, { signal });
  } catch (error) {
    if (isProblem(error) && error.status === 404 && error.code.endsWith('.none')) return undefined;
    throw error;
  }
}
