import type { GrantExam } from '../../../lib/contracts';
import { path, post } from '../../../lib/http';

export const grantExam = (project: string, person: string, request: GrantExam) => post<void>(path`/projects/${project}/quality/people/${person}/exam`, request);
