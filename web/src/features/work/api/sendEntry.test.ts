import { afterEach, expect, test, vi } from 'vitest';
import type { OutboxEntry } from '../../../workbench/shell/localStore';
import { outboxWire } from './sendEntry';

const entry: OutboxEntry = {
  id: 'ann_1', kind: 'annotation', project: 'prj_1', task: 'tsk_1', taskName: 'one', claimed: '', route: '/projects/prj_1/annotations', body: '{}', createdAt: 0, holdUntil: 0, attempts: 0,
};
const answered = async (status: number, code: string) => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ code, title: code }), { status })));
  return (await outboxWire.send(entry, { leaving: false })).kind;
};
afterEach(() => vi.unstubAllGlobals());

test('an answer waits on the device while its owner withholds the content, or the log or the custodian cannot be reached', async () => {
  expect(await answered(451, 'content.withheld')).toBe('unreachable');
  expect(await answered(503, 'custody.unreachable')).toBe('unreachable');
  expect(await answered(503, 'log.unavailable')).toBe('unreachable');
});

test('what is refused for good is shown to the person, and not sent again and again', async () => {
  expect(await answered(403, 'not_eligible')).toBe('refused');
  expect(await answered(422, 'annotation.invalid')).toBe('refused');
});
