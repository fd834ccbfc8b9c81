import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { projectQuery } from './api/projectQuery';
import { isProblem } from './problem';
import { withheld } from './withheld';

/** How often to ask whether the owner has given it back. */
const askMs = 3_000;

export const isWithheld = (error: unknown): boolean => isProblem(error) && error.status === 451;

/** Whether a project's owner withholds it at this moment; asks again until he does not. */
export function useWithheld(project: string): boolean {
  const queries = useQueryClient();
  const isNow = useSyncExternalStore(withheld.subscribe, () => withheld.has(project));
  useEffect(() => {
    if (!isNow) return;
    const timer = setInterval(() => void queries.fetchQuery({ ...projectQuery(project), staleTime: 0, retry: false }).catch(() => undefined), askMs);
    return () => {
      clearInterval(timer);
      // What failed meanwhile is asked for again.
      void queries.invalidateQueries({ predicate: (query) => isWithheld(query.state.error) });
    };
  }, [isNow, project, queries]);
  return isNow;
}

/** Asks again for everything that was withheld, for as long as a page says so. */
export function useAskAgain(active: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => void queries.refetchQueries({ type: 'active', predicate: (query) => isWithheld(query.state.error) }), askMs);
    return () => clearInterval(timer);
  }, [active, queries]);
}
