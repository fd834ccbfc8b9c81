import { queryOptions } from '@tanstack/react-query';
import type { Me } from '../contracts';
import { get } from '../http';
import { isProblem } from '../problem';

/** Who is signed in; null when nobody is. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await get<Me>('/me', { signal, on401: 'fail' });
      } catch (error) {
        if (isProblem(error) && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 5 * 60_000,
  });
