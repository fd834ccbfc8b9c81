import { expect, test } from 'vitest';
import type { LoggedEntry } from '../../lib/contracts';
import { runsOf } from './runsOf';

let index = 100;
const entry = (more: Partial<LoggedEntry> = {}): LoggedEntry => ({ index: index--, at: '2026-11-27T10:00:00Z', type: 'access.list', actor: 'ada', purpose: 'GET:/projects', ...more });
const lengths = (entries: LoggedEntry[]) => runsOf(entries).map((run) => run.length);

test('neighbours of the same person, kind and route are one run, in their order', () => {
  const entries = [entry(), entry(), entry(), entry({ actor: 'ben' }), entry()];
  expect(lengths(entries)).toEqual([3, 1, 1]);
  expect(runsOf(entries).flat()).toEqual(entries);
});

test('another kind, route, project, outcome or person whom it is about begins a new run', () => {
  const others: Partial<LoggedEntry>[] = [{ type: 'access.read' }, { purpose: 'GET:/people' }, { project: 'prj_2' }, { decision: 'skipped' }, { objectName: 'Ben' }];
  for (const other of others) expect(lengths([entry(), entry(other)]), JSON.stringify(other)).toEqual([1, 1]);
});

test('different things of the same route are one run: each is in it', () => {
  expect(lengths([entry({ type: 'access.read', object: 'tsk_1' }), entry({ type: 'access.read', object: 'tsk_2' })])).toEqual([2]);
});

test('what somebody looks for in a log is never folded away', () => {
  for (const type of ['wall.deny', 'breakglass.read', 'key.revoke']) expect(lengths([entry({ type }), entry({ type })]), type).toEqual([1, 1]);
});

test('nothing has no runs', () => expect(runsOf([])).toEqual([]));
