import type { AcceptanceDetail, AcceptanceProgress, AuditFinding, CertifiedAcceptance, NewAcceptance } from '../../../lib/contracts';
import { path, post, put, remove } from '../../../lib/http';

export const drawAcceptance = (project: string, demand: NewAcceptance) => post<AcceptanceDetail>(path`/projects/${project}/acceptances`, demand);
export const withdrawAcceptance = (project: string, number: string) => remove(path`/projects/${project}/acceptances/${number}`);
export const certifyAcceptance = (project: string, number: string) => post<CertifiedAcceptance>(path`/projects/${project}/acceptances/${number}/certificate`);
export const auditTask = (project: string, number: string, task: string, finding: AuditFinding) => put<AcceptanceProgress>(path`/projects/${project}/acceptances/${number}/items/${task}`, finding);
