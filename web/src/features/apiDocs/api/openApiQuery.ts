import { queryOptions } from '@tanstack/react-query';
import { get } from '../../../lib/http';
import type { OpenApi } from '../openApi';

/** The server's description of itself; it changes with the server only. */
export const openApiQuery = () =>
  queryOptions({ queryKey: ['openapi'], queryFn: ({ signal }) => get<OpenApi>('/openapi.json', { signal }), staleTime: Infinity });
