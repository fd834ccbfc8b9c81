import type { SettleNotice } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const settleNotice = (project: string, person: string, number: number, request: SettleNotice) =>
  post<void>(path`/projects/${project}/quality/people/${person}/notices/${String(number)}`, request);
