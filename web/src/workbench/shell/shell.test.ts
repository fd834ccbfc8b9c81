import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { ActiveTimeMeter } from './activeTime';
import { backoffMs } from './backoff';
import { DraftKeeper, localDelayMs, newestDraft, nextVersion, serverDelayMs } from './drafts';
import { sha256Hex } from './hash';
import { MemoryStore, type OutboxEntry } from './localStore';
import { Outbox, type OutboxWire, type SendResult } from './outbox';
import { finished } from './prepare';
import { emptyRetryMs, fullRetryMs, Queue, type Claimed, type HeartbeatResult, type QueueWire } from './queue';
import { statusOf, type Safety } from './status';

beforeEach(() => { vi.useFakeTimers({ now: 1_000_000 }); });
afterEach(() => { vi.useRealTimers(); });
const tick = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('active time', () => {
  it('counts while visible and up to a minute after the last input', () => {
    const meter = new ActiveTimeMeter(0);
    meter.input(10_000);
    expect(meter.seconds(30_000)).toBe(30);
    expect(meter.seconds(500_000)).toBe(70);
    meter.input(600_000);
    expect(meter.seconds(605_000)).toBe(75);
  });
  it('does not count while hidden', () => {
    const meter = new ActiveTimeMeter(0);
    meter.visibility(false, 5_000);
    meter.visibility(true, 20_000);
    meter.input(20_000);
    expect(meter.seconds(25_000)).toBe(10);
  });
  it('starts a task at nothing', () => {
    const meter = new ActiveTimeMeter(0);
    meter.restart(9_000);
    expect(meter.seconds(10_000)).toBe(1);
  });
});

describe('status', () => {
  const safe: Safety = { deviceFailed: false, unwritten: false, unsent: 0, sending: false, offline: false, signInNeeded: false, refused: 0 };
  it('says the most urgent truth', () => {
    expect(statusOf(safe)).toBe('saved');
    expect(statusOf({ ...safe, unsent: 1 })).toBe('device');
    expect(statusOf({ ...safe, unsent: 1, sending: true })).toBe('saving');
    expect(statusOf({ ...safe, unwritten: true })).toBe('saving');
    expect(statusOf({ ...safe, unsent: 1, offline: true })).toBe('offline');
    expect(statusOf({ ...safe, offline: true, signInNeeded: true })).toBe('sign_in');
    expect(statusOf({ ...safe, deviceFailed: true, unwritten: true })).toBe('unsafe');
  });
  it('never says saved while something is unsafe, unsent or refused', () => {
    fc.assert(fc.property(
      fc.record({ deviceFailed: fc.boolean(), unwritten: fc.boolean(), unsent: fc.nat(3), sending: fc.boolean(), offline: fc.boolean(), signInNeeded: fc.boolean(), refused: fc.nat(2) }),
      (s) => statusOf(s) !== 'saved' || (!s.unwritten && s.unsent === 0 && s.refused === 0 && !s.sending),
    ));
  });
});

describe('drafts', () => {
  const local = (version: number, content: string) => ({ key: 'k', version, content, activeSeconds: 3, savedAt: 0 });
  it('takes the newer of both', () => {
    expect(newestDraft(undefined, undefined)).toBeUndefined();
    expect(newestDraft(local(5, '{"values":{"a":1}}'), { version: 4, content: {} })).toMatchObject({ from: 'device', content: { values: { a: 1 } } });
    expect(newestDraft(local(5, '{}'), { version: 6, content: { values: { a: 2 } } })).toMatchObject({ from: 'server', content: { values: { a: 2 } } });
    expect(newestDraft(local(9, 'not json'), { version: 6, content: {} })).toMatchObject({ from: 'server' });
  });
  it('gives versions that only grow', () => {
    expect(nextVersion(5, 3)).toBe(6);
    expect(nextVersion(5, 100)).toBe(100);
  });

  const keeper = (over: { fails?: boolean; offline?: boolean } = {}) => {
    const store = new MemoryStore();
    const sent: number[] = [];
    const flags = { fails: false, offline: false, ...over };
    const put = store.putDraft.bind(store);
    store.putDraft = async (d) => { if (flags.fails) throw new Error('full'); await put(d); };
    const state = { content: {} as Record<string, unknown> };
    const k = new DraftKeeper(
      { key: 'k', version: 0, content: () => state.content, activeSeconds: () => 1 },
      { store, send: async (d) => { if (flags.offline) throw new Error('network'); sent.push(d.version); } },
    );
    return { k, store, sent, flags, state };
  };
  it('writes within 300 ms and sends within 5 s of the first change, however many follow', async () => {
    const { k, store, sent } = keeper();
    for (let i = 0; i < 60; i++) {
      k.changed();
      await tick(100);
      if (i === 3) expect(store.drafts.size).toBe(1);
    }
    expect(localDelayMs).toBeLessThan(300);
    expect(serverDelayMs).toBeLessThan(5_000);
    expect(sent.length).toBeGreaterThanOrEqual(1);
    await tick(10_000);
    expect(k.unwritten || k.unsent).toBe(false);
  });
  it('goes on trying when this device or the server fails', async () => {
    const { k, store, flags, sent } = keeper({ fails: true, offline: true });
    k.changed();
    await tick(6_000);
    expect(k.deviceFailed && k.unwritten && k.unsent && k.offline).toBe(true);
    flags.fails = false;
    flags.offline = false;
    await tick(60_000);
    expect(store.drafts.size).toBe(1);
    expect(sent.length).toBe(1);
    expect(k.unwritten || k.unsent || k.offline).toBe(false);
  });
  it('flushes both at once', async () => {
    const { k, store, sent } = keeper();
    k.changed();
    k.flush();
    await tick(1);
    expect([store.drafts.size, sent.length]).toEqual([1, 1]);
  });
  it('writes nothing after it was closed', async () => {
    const { k, store, sent } = keeper();
    k.changed();
    await k.close();
    await tick(60_000);
    expect([store.drafts.size, sent.length]).toEqual([0, 0]);
  });
});

const entry = (id: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id, kind: 'annotation', project: 'p', task: `t-${id}`, taskName: id, lease: `l-${id}`, route: '/x', body: `{"id":"${id}"}`, claimed: '{}',
  createdAt: Number(id), holdUntil: 0, attempts: 0, ...more,
});

function outboxWith(answers: (e: OutboxEntry) => SendResult, store = new MemoryStore()) {
  const sent: string[] = [];
  let signIn = (): void => {};
  const wire: OutboxWire = {
    send: async (e) => { const r = answers(e); sent.push(e.body); return r; },
    signedIn: () => new Promise((resolve) => { signIn = resolve; }),
  };
  return { outbox: new Outbox(store, wire, { random: () => 0.5 }), store, sent, signIn: () => signIn() };
}

describe('outbox', () => {
  it('stores before it sends, takes the draft away with it, and removes on receipt', async () => {
    const order: string[] = [];
    const store = new MemoryStore();
    store.drafts.set('d', { key: 'd', version: 1, content: '{}', activeSeconds: 0, savedAt: 0 });
    const { outbox } = outboxWith((e) => { order.push(store.outbox.has(e.id) && !store.drafts.has('d') ? 'stored then sent' : 'lost'); return { kind: 'received' }; }, store);
    await outbox.put(entry('1'), 'd');
    await tick(10);
    expect(order).toEqual(['stored then sent']);
    expect(store.outbox.size).toBe(0);
    expect(outbox.entries).toEqual([]);
  });
  it('sends the very same bytes again until they are received', async () => {
    let down = true;
    const { outbox, sent } = outboxWith(() => (down ? { kind: 'unreachable' } : { kind: 'received' }));
    await outbox.put(entry('1'));
    await outbox.put(entry('2'));
    await tick(20_000);
    expect(outbox.offline).toBe(true);
    expect(sent.length).toBeGreaterThan(2);
    down = false;
    outbox.wake();
    await tick(10);
    expect(outbox.entries).toEqual([]);
    expect(new Set(sent)).toEqual(new Set(['{"id":"1"}', '{"id":"2"}']));
  });
  it('keeps what is refused, with the reason, and goes on with the others', async () => {
    const { outbox, store } = outboxWith((e) => (e.id === '1' ? { kind: 'refused', refusal: { status: 400, code: 'x', title: 'No' } } : { kind: 'received' }));
    await outbox.put(entry('1'));
    await outbox.put(entry('2'));
    await tick(100);
    expect(outbox.refused.map((e) => [e.id, e.refusal?.code])).toEqual([['1', 'x']]);
    expect([...store.outbox.keys()]).toEqual(['1']);
    await tick(600_000);
    expect(outbox.refused.length).toBe(1);
  });
  it('waits for a new sign-in, then goes on', async () => {
    let signedIn = false;
    const { outbox, signIn } = outboxWith(() => (signedIn ? { kind: 'received' } : { kind: 'sign_in' }));
    await outbox.put(entry('1'));
    await tick(10);
    expect(outbox.signInNeeded).toBe(true);
    signedIn = true;
    signIn();
    await tick(10);
    expect(outbox.signInNeeded).toBe(false);
    expect(outbox.entries).toEqual([]);
  });
  it('takes up what an earlier page left', async () => {
    const store = new MemoryStore();
    await store.putEntry(entry('1'));
    const { outbox, sent } = outboxWith(() => ({ kind: 'received' }), store);
    await outbox.start();
    await tick(10);
    expect(sent).toEqual(['{"id":"1"}']);
  });
  it('holds an answer back for a moment so that it can be taken back', async () => {
    const { outbox, sent, store } = outboxWith(() => ({ kind: 'received' }));
    await outbox.put(entry('1', { holdUntil: Date.now() + 3_000 }));
    await tick(1_000);
    expect(sent).toEqual([]);
    expect((await outbox.takeBack('1'))?.id).toBe('1');
    await tick(10_000);
    expect(sent).toEqual([]);
    expect(store.outbox.size).toBe(0);
    await outbox.put(entry('2', { holdUntil: Date.now() + 3_000 }));
    outbox.flush();
    await tick(1);
    expect(sent).toEqual(['{"id":"2"}']);
  });
  it('sends an answer in its time however many follow it', async () => {
    const { outbox, sent } = outboxWith(() => ({ kind: 'received' }));
    for (let i = 1; i <= 6; i++) {
      await outbox.put(entry(String(i), { holdUntil: Date.now() + 3_000 }));
      await tick(1_000);
    }
    expect(sent).toEqual([1, 2, 3, 4].map((n) => `{"id":"${n}"}`));
    outbox.letGo('6');
    await tick(1);
    expect(sent.at(-1)).toBe('{"id":"6"}');
  });
  it('tries again in its time however many answers come meanwhile', async () => {
    let tries = 0;
    const { outbox } = outboxWith(() => { tries++; return { kind: 'unreachable' }; });
    for (let i = 1; i <= 60; i++) {
      await outbox.put(entry(String(i), { holdUntil: Date.now() + 3_000 }));
      await tick(2_000);
    }
    expect(tries).toBeGreaterThanOrEqual(6);
  });
  it('keeps and sends an answer that this device cannot store, and says so', async () => {
    const store = new MemoryStore();
    store.putEntry = async () => { throw new Error('quota'); };
    const { outbox, sent } = outboxWith(() => ({ kind: 'received' }), store);
    await outbox.put(entry('1', { holdUntil: Date.now() + 1_000 }));
    expect([outbox.unwritten, outbox.deviceFailed]).toEqual([true, true]);
    await tick(2_000);
    expect(sent.length).toBe(1);
    expect(outbox.unwritten).toBe(false);
  });
  it('never loses or doubles an answer, whatever the server does', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom<SendResult['kind']>('received', 'unreachable', 'sign_in'), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (script, n) => {
      let at = 0;
      const done: string[] = [];
      const { outbox, signIn } = outboxWith((e) => {
        const kind = script[at++] ?? 'received';
        if (kind === 'received') done.push(e.id);
        return kind === 'refused' ? { kind: 'unreachable' } : { kind };
      });
      for (let i = 0; i < n; i++) await outbox.put(entry(String(i)));
      for (let i = 0; i < 20; i++) { await tick(31_000); signIn(); }
      await tick(31_000);
      expect(done).toEqual(Array.from({ length: n }, (_, i) => String(i)));
      expect(outbox.entries).toEqual([]);
    }), { numRuns: 30 });
  });
});

it('waits longer after each failure, up to half a minute', () => {
  expect([1, 2, 3, 9].map((n) => backoffMs(n, () => 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect(backoffMs(1, () => 0)).toBe(500);
});

it('hashes the bytes as sent', async () => {
  expect(await sha256Hex('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('hands in no scores', () => {
  const shape = { kind: 'point', x: 1, y: 2 } as const;
  expect(finished({ regions: [{ id: 'a', class: 'c', shape, score: 0.5 }], values: { v: 1 } })).toEqual({ regions: [{ id: 'a', class: 'c', shape }], values: { v: 1 } });
});

interface Item extends Claimed { readonly n: number }
const ticket = (n: number, leaseSeconds = 90) => ({ id: `lse_${n}`, token: n, kind: 'label' as const, expiresAt: new Date(Date.now() + leaseSeconds * 1000).toISOString(), leaseSeconds });
const item = (n: number): Item => ({ lease: ticket(n), task: `tsk_${n}`, name: `task ${n}`, n });

function queueWith(total: number, over: Partial<QueueWire<Item>> = {}) {
  let next = 1;
  const disposed: number[] = [];
  const beats: number[] = [];
  const wire: QueueWire<Item> = {
    claim: async () => (next <= total ? item(next++) : undefined),
    heartbeat: async (c): Promise<HeartbeatResult> => { beats.push(c.n); return { kind: 'extended', expiresAt: new Date(Date.now() + 90_000).toISOString() }; },
    release: async () => undefined,
    ...over,
  };
  const queue = new Queue<Item, { n: number; dispose(): void }>(wire, async (c) => ({ n: c.n, dispose: () => disposed.push(c.n) }), { random: () => 1 });
  return { queue, disposed, beats, more: (n: number) => { total = n; } };
}

describe('queue', () => {
  it('holds three prepared tasks and shows the next in the same turn', async () => {
    const { queue } = queueWith(10);
    queue.start();
    await tick();
    expect(queue.current?.prepared?.n).toBe(1);
    expect(queue.ahead.map((a) => a.prepared?.n)).toEqual([2, 3]);
    queue.advance();
    expect(queue.current?.prepared?.n).toBe(2);
    await tick();
    expect(queue.ahead.map((a) => a.prepared?.n)).toEqual([3, 4]);
  });
  it('says when nothing waits, and looks again by itself', async () => {
    const { queue, more } = queueWith(1);
    queue.start();
    await tick();
    queue.advance();
    await tick();
    expect(queue.isEmpty).toBe(true);
    more(2);
    await tick(emptyRetryMs + 10);
    expect(queue.current?.prepared?.n).toBe(2);
  });
  it('beats at a third of the lease', async () => {
    const { queue, beats } = queueWith(1);
    queue.start();
    await tick();
    await tick(95_000);
    expect(beats).toEqual([1, 1, 1]);
  });
  it('keeps begun work on screen when the lease is lost, and takes the task again when it can', async () => {
    let lost = true;
    const claims: (readonly string[])[] = [];
    const { queue } = queueWith(0, {
      claim: async (have) => { claims.push(have); return claims.length === 1 ? item(1) : claims.length === 2 ? undefined : { ...item(1), lease: ticket(7) }; },
      heartbeat: async () => (lost ? { kind: 'lost' } : { kind: 'extended', expiresAt: new Date(Date.now() + 90_000).toISOString() }),
    });
    queue.start();
    await tick();
    await tick(31_000);
    expect(queue.current?.claimed.lease.id).toBe('lse_7');
    expect(queue.current?.leaseLost).toBe(false);
    expect(queue.current?.prepared?.n).toBe(1);
    lost = false;
  });
  it('drops a task ahead whose lease is lost', async () => {
    let lose = false;
    const { queue, disposed } = queueWith(2, { heartbeat: async (c) => (lose && c.n === 2 ? { kind: 'lost' } : { kind: 'extended', expiresAt: new Date(Date.now() + 90_000).toISOString() }) });
    queue.start();
    await tick();
    lose = true;
    await tick(31_000);
    expect(disposed).toEqual([2]);
    expect(queue.current?.prepared?.n).toBe(1);
  });
  it('does not hold tasks for a forgotten tab', async () => {
    let alive = true;
    const beats: number[] = [];
    const queue = new Queue<Item, { dispose(): void }>(
      { claim: async () => item(1), heartbeat: async (c) => { beats.push(c.n); return { kind: 'extended', expiresAt: '' }; }, release: async () => undefined },
      async () => ({ dispose: () => undefined }), { depth: 1, isAlive: () => alive },
    );
    queue.start();
    await tick(31_000);
    alive = false;
    await tick(300_000);
    expect(beats.length).toBe(1);
  });
  it('asks again, later and later, when the server cannot be reached', async () => {
    let calls = 0;
    const { queue } = queueWith(1, { claim: async () => { calls++; if (calls < 4) throw new Error('network'); return calls === 4 ? item(1) : undefined; } });
    queue.start();
    await tick(500);
    expect(calls).toBe(1);
    expect(queue.failure).toBeInstanceOf(Error);
    await tick(8_000);
    expect(queue.current?.prepared?.n).toBe(1);
    expect(queue.failure).toBeUndefined();
  });
  it('goes on at once when an answer makes room, and never slows down for having held enough', async () => {
    let held = 0;
    let most = 2;
    let calls = 0;
    const { queue } = queueWith(0, { claim: async () => { calls++; return held < most ? item(++held) : 'full'; } });
    queue.start();
    await tick();
    expect([queue.ahead.length, queue.failure, queue.isEmpty]).toEqual([1, undefined, false]);
    for (let i = 0; i < 20; i++) await tick(fullRetryMs);
    expect(calls).toBeGreaterThanOrEqual(20);
    most = 3;
    queue.roomAgain();
    await tick();
    expect(queue.ahead.length).toBe(2);
  });
  it('takes two answers to one task for two pieces of work', async () => {
    let given = 0;
    const { queue } = queueWith(0, { claim: async () => (given < 2 ? { ...item(++given), task: 'tsk_same', annotation: { id: `ann_${given}` } } : undefined) });
    queue.start();
    await tick();
    expect(queue.claimed.map((c) => c.annotation?.id)).toEqual(['ann_1', 'ann_2']);
  });
  it('names the leases it has, and those on their way out', async () => {
    const haves: (readonly string[])[] = [];
    let n = 0;
    const queue = new Queue<Item, { dispose(): void }>(
      { claim: async (have) => { haves.push(have); n++; return n <= 2 ? item(n) : undefined; }, heartbeat: async () => ({ kind: 'lost' }), release: async () => undefined },
      async () => ({ dispose: () => undefined }), { leavingLeases: () => ['lse_out'] },
    );
    queue.start();
    await tick();
    expect(haves).toEqual([['lse_out'], ['lse_1', 'lse_out'], ['lse_1', 'lse_2', 'lse_out']]);
  });
});
