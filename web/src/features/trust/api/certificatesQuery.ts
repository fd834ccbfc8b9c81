import { queryOptions } from '@tanstack/react-query';
import type { Certificate } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const certificatesQuery = () =>
  queryOptions({ queryKey: ['trust', 'certificates'], queryFn: ({ signal }) => get<Certificate[]>('/trust/certificates', { signal }) });
