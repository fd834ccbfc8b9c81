import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FormCore } from '../../engine/form';
import type { AnnotationContent, Ontology } from '../../engine/model';
import { Signal } from '../../engine/core';
import type { EditorPlugin } from '../contract';
import { alignIds } from './align';
import { Desk, type DeskKind } from './desk';
import { MemoryStore } from './localStore';
import { Outbox, type SendResult } from './outbox';
import type { Claimed } from './queue';
import type { TabLock } from './tabLock';

const ontology: Ontology = { editor: 'form', inputs: [], fields: [{ name: 'a', kind: 'choice', required: true, options: [{ value: 'x' }, { value: 'y' }] }] };
const plugin = {
  id: 'form', loadMedia: async () => ({ media: undefined, dispose: () => undefined }),
  createCore: (init: { content: AnnotationContent; mode: 'label' }) => new FormCore({ ontology, ...init }),
  tools: [], commands: () => [], View: () => null, Panels: {}, describe: () => '', check: (core: FormCore) => core.check(),
} as unknown as EditorPlugin;

beforeEach(() => { vi.useFakeTimers({ now: 1_000_000 }); });
afterEach(() => { vi.useRealTimers(); });
const tick = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function make(store = new MemoryStore(), answer: () => SendResult = () => ({ kind: 'received' }), more: Pick<DeskKind<Claimed>, 'holdMs' | 'received'> = {}) {
  const sent: string[] = [];
  const released: string[] = [];
  let next = 0;
  const outbox = new Outbox(store, { send: async (e) => { const r = answer(); if (r.kind === 'received') sent.push(e.id); return r; }, signedIn: () => new Promise(() => undefined) }, { random: () => 1 });
  const lock = { ownership: 'mine', changes: new Signal(), takeOver() {}, close() {} } as unknown as TabLock;
  const desk = new Desk<Claimed>({
    project: 'p', store, outbox, loadPlugin: async () => plugin, ontology: async () => ontology, mediaUrl: (a) => a,
    wire: {
      claim: async () => { next++; return { lease: { id: `lse_${next}`, token: next, kind: 'label', expiresAt: new Date(Date.now() + 900_000).toISOString(), leaseSeconds: 900 }, task: `tsk_${next}`, name: `task ${next}` }; },
      heartbeat: async () => ({ kind: 'lost' }), release: async (c) => { released.push(c.task); },
    },
    kind: { request: (c) => ({ task: c.task, data: {}, ontologyVersion: 1, mode: 'label', start: { content: {}, origin: 'empty' } }), draftKey: (c) => c.task, ...more },
    lock: () => lock,
  });
  const core = (): FormCore => desk.current!.prepared!.core as FormCore;
  const submit = (): void => desk.finish(core().toContent(), (c) => ({ id: `ann_${c.task}`, kind: 'annotation', route: '/a', body: JSON.stringify(core().toContent()) }), 'annotation');
  return { desk, store, sent, released, core, submit };
}

it('shows the next task in the same turn, keeps the draft until the answer is stored, and then sends', async () => {
  const { desk, store, sent, core, submit } = make();
  await tick();
  core().answer('a', 'x');
  await tick(300);
  expect(store.drafts.has('tsk_1')).toBe(true);
  expect(desk.checkNow()).toBe(true);
  submit();
  expect(desk.current?.claimed.task).toBe('tsk_2');
  expect(desk.current?.prepared).toBeDefined();
  await tick(10);
  expect([store.drafts.has('tsk_1'), store.outbox.size, desk.status]).toEqual([false, 1, 'device']);
  await tick(4_000);
  expect([sent, desk.status, desk.count]).toEqual([['ann_tsk_1'], 'saved', 1]);
});

it('sends at once what need not wait, and passes on what the server said to it', async () => {
  const said: unknown[] = [];
  const { sent, desk, submit } = make(new MemoryStore(), () => ({ kind: 'received', reply: 'well done' }), {
    holdMs: (c) => (c.task === 'tsk_1' ? 0 : 3_000), received: (c, content, reply) => said.push([c.task, content, reply]),
  });
  await tick();
  submit();
  await tick(10);
  expect([sent, desk.takeable]).toEqual([['ann_tsk_1'], undefined]);
  expect(said).toEqual([['tsk_1', {}, 'well done']]);
  submit();
  await tick(10);
  expect([sent.length, desk.takeable?.name]).toEqual([1, 'task 2']);
});

it('takes the last answer back, with its history', async () => {
  const { desk, sent, core, submit, store } = make();
  await tick();
  core().answer('a', 'x');
  submit();
  await tick(500);
  expect(desk.takeable).toMatchObject({ name: 'task 1' });
  expect(await desk.takeBack()).toBe(true);
  expect(desk.current?.claimed.task).toBe('tsk_1');
  expect(core().value('a')).toBe('x');
  expect(core().undo()).toBe(true);
  await tick(10_000);
  expect(sent).toEqual([]);
  expect(store.drafts.has('tsk_1')).toBe(true);
});

it('sends an answer as soon as the next one is handed in: only the last can be taken back', async () => {
  const { desk, sent, core, submit } = make();
  await tick();
  for (let i = 1; i <= 5; i++) {
    core().answer('a', 'x');
    submit();
    await tick(400);
  }
  expect(sent).toEqual([1, 2, 3, 4].map((n) => `ann_tsk_${n}`));
  expect(desk.takeable).toMatchObject({ name: 'task 5' });
  expect(desk.current?.prepared).toBeDefined();
});

it('does not hand in what is not complete', async () => {
  const { desk, core } = make();
  await tick();
  expect(desk.checkNow()).toBe(false);
  expect(desk.issues[0]).toMatchObject({ field: 'a' });
  core().answer('a', 'y');
  await tick(500);
  expect(desk.issues).toEqual([]);
});

it('keeps what the server refuses, and puts it back on screen', async () => {
  const store = new MemoryStore();
  let refuse = true;
  const { desk, core, submit } = make(store, () => (refuse ? { kind: 'refused', refusal: { status: 400, code: 'x', title: 'No' } } : { kind: 'received' }));
  await tick();
  core().answer('a', 'x');
  submit();
  await tick(4_000);
  expect(desk.status).toBe('attention');
  refuse = false;
  await desk.reopen(desk.refused[0]!, { values: { a: 'x' } });
  await tick(10);
  expect(desk.current?.claimed.task).toBe('tsk_1');
  expect(core().value('a')).toBe('x');
  expect(desk.refused).toEqual([]);
  expect(store.drafts.has('tsk_1')).toBe(true);
});

it('finds the draft of an earlier page', async () => {
  const store = new MemoryStore();
  const first = make(store);
  await tick();
  first.core().answer('a', 'y');
  first.desk.flush();
  await tick(10);
  const second = make(store);
  await tick();
  expect(second.core().value('a')).toBe('y');
});

it('gives back what was not begun when the person leaves', async () => {
  const { desk, core, released } = make();
  await tick();
  core().answer('a', 'x');
  desk.close();
  await tick(10);
  expect(released).toEqual(['tsk_2', 'tsk_3']);
});

it('pairs up what two people marked alike', () => {
  const span = (id: string, className: string, start: number, end: number) => ({ id, class: className, shape: { kind: 'span' as const, input: 't', start, end } });
  const mine = { regions: [span('a', 'x', 0, 10), span('b', 'y', 20, 30), span('c', 'x', 0, 9)], relations: [{ id: 'r', name: 'n', from: 'a', to: 'b' }] };
  const other = { regions: [span('1', 'x', 0, 10), span('2', 'z', 21, 30), span('3', 'x', 50, 60)], relations: [{ id: 's', name: 'n', from: '1', to: '2' }] };
  const aligned = alignIds(other, mine);
  expect(aligned.regions?.map((r) => r.id)).toEqual(['a', 'b', 'other:3']);
  expect(aligned.relations).toEqual([{ id: 'r', name: 'n', from: 'a', to: 'b' }]);
});
