import { afterEach, expect, test, vi } from 'vitest';
import { post } from './http';
import { isProblem } from './problem';
import { proofGate } from './proofGate';

const needed = () => new Response(JSON.stringify({ code: 'session.proof_needed', title: 'Please confirm that it is you.' }), { status: 403 });
afterEach(() => vi.unstubAllGlobals());

test('a request that needs a fresh proof waits for it and is sent again, once proved', async () => {
  const replies = [needed(), new Response('{"id":"key_1"}', { status: 200 })];
  vi.stubGlobal('fetch', () => Promise.resolve(replies.shift()));
  const request = post<{ id: string }>('/keys', { name: 'one' });
  await vi.waitFor(() => expect(proofGate.isAsked()).toBe(true));
  proofGate.settle(true);
  expect(await request).toEqual({ id: 'key_1' });
  expect(proofGate.isAsked()).toBe(false);
});

test('whoever declines gets the refusal', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(needed()));
  const request = post('/keys', {}).then(() => 'made', (error: unknown) => isProblem(error, 'session.proof_needed'));
  await vi.waitFor(() => expect(proofGate.isAsked()).toBe(true));
  proofGate.settle(false);
  expect(await request).toBe(true);
});
