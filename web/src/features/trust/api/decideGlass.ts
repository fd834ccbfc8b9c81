import type { SetGlassPolicy } from '../../../lib/contracts';
import { path, post, put } from '../../../lib/http';

export const decideGlass = ({ glass, approve }: { glass: string; approve: boolean }) =>
  post(approve ? path`/trust/glasses/${glass}/approve` : path`/trust/glasses/${glass}/refuse`);
export const setGlassPolicy = (policy: SetGlassPolicy) => put('/trust/glasses', policy);
