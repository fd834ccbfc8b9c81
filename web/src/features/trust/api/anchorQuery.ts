import { queryOptions } from '@tanstack/react-query';
import type { LogAnchor } from '../../../lib/contracts';
import { get } from '../../../lib/http';

/** Where this log stands in the log of logs. */
export const anchorQuery = () =>
  queryOptions({ queryKey: ['log', 'anchor'], queryFn: ({ signal }) => get<LogAnchor>('/log/anchor', { signal }), retry: false });
