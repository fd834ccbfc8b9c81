import { queryOptions } from '@tanstack/react-query';
import type { CustomerExportSummary } from '../../../lib/contracts';
import { apiUrl, get, path } from '../../../lib/http';

export const customerExportsQuery = () =>
  queryOptions({
    queryKey: ['leaving', 'exports'],
    queryFn: ({ signal }) => get<CustomerExportSummary[]>('/leaving/exports', { signal }),
    refetchInterval: (query) => (query.state.data?.some((item) => item.state === 'running') ? 1_500 : false),
  });

export const customerExportUrl = (id: string): string => apiUrl(path`/leaving/exports/${id}/content`);
