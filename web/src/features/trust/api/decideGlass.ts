import { path, post } from '../../../lib/http';

export const decideGlass = ({ glass, approve }: { glass: string; approve: boolean }) =>
  post(approve ? path`/trust/break-glass/${glass}/approve` : path`/trust/break-glass/${glass}/refuse`);
