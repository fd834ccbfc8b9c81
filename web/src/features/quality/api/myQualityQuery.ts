import { queryOptions } from '@tanstack/react-query';
import type { PersonQuality } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

export const myQualityQuery = (project: string) =>
  queryOptions({ queryKey: ['project', project, 'my-quality'], queryFn: ({ signal }) => get<PersonQuality>(path`/projects/${project}/my-quality`, { signal }) });
