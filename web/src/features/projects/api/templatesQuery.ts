import { queryOptions } from '@tanstack/react-query';
import type { ProjectTemplate } from '../../../lib/contracts';
import { get } from '../../../lib/http';

export const templatesQuery = () =>
  queryOptions({ queryKey: ['templates'], queryFn: ({ signal }) => get<ProjectTemplate[]>('/templates', { signal }), staleTime: Infinity });
