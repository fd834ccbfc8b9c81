import { queryOptions } from '@tanstack/react-query';
import type { CertificateList } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const certificatesQuery = () =>
  queryOptions({ queryKey: ['trust', 'certificates'], queryFn: ({ signal }) => get<CertificateList>('/trust/certificates', { signal }) });
