import { queryOptions } from '@tanstack/react-query';
import type { Staffing } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const staffingQuery = () =>
  queryOptions({ queryKey: ['staffing'], queryFn: ({ signal }) => get<Staffing>('/walls/staffing', { signal }) });
