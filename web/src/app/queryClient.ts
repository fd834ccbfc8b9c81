import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../lib/problem';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the server refuses it will refuse again; a broken connection or machine may heal.
      retry: (failures, error) => failures < 2 && error instanceof ProblemError && (error.status === 0 || error.status >= 500),
    },
    mutations: { networkMode: 'always' },
  },
});
