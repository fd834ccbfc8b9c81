import type { LoggedEntry } from '../../lib/contracts';

/** Neighbours of the same person, kind and route are one run: a page that asks again and again is one line. */
export function runsOf(entries: readonly LoggedEntry[]): LoggedEntry[][] {
  const runs: LoggedEntry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run !== undefined && isAlike(run[0]!, entry)) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

const isAlike = (a: LoggedEntry, b: LoggedEntry): boolean =>
  a.type === b.type && a.actor === b.actor && a.purpose === b.purpose && a.project === b.project && a.objectName === b.objectName && a.decision === b.decision && !isGrave(a);

/** What is looked for in a log: never folded away. */
export const isGrave = ({ type }: LoggedEntry): boolean => type === 'wall.deny' || type.startsWith('breakglass') || type === 'key.revoke';
