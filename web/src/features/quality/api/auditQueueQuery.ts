import { queryOptions } from '@tanstack/react-query';
import type { AuditQueue } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const auditQueueQuery = (project: string, number: string) =>
  queryOptions({ queryKey: ['audit', project, number, 'queue'], queryFn: ({ signal }) => get<AuditQueue>(path`/projects/${project}/acceptances/${number}/next`, { signal }) });
