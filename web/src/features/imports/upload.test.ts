import { expect, test } from 'vitest';
import type { FileReceipt } from '../../lib/contracts';
import { ProblemError } from '../../lib/problem';
import { parallelFiles, Upload } from './upload';

const files = (count: number) => Array.from({ length: count }, (_, i) => ({ path: `a/${i}.jpg`, file: new File(['x'], `${i}.jpg`) }));
const receipt = (path: string): FileReceipt => ({ path, outcome: 'task', tasks: 1 });
const ended = (start: (onDone: () => void) => void) => new Promise<void>((resolve) => start(resolve));

test('a few files at a time, all of them, and then done', async () => {
  let now = 0;
  let most = 0;
  const sent: string[] = [];
  await ended((onDone) => {
    const upload = new Upload(async (path) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now--;
      sent.push(path);
      return receipt(path);
    }, [], onDone);
    upload.add(files(20));
  });
  expect(most).toBe(parallelFiles);
  expect(new Set(sent).size).toBe(20);
});

test('what the server has is not sent again', async () => {
  const sent: string[] = [];
  let upload: Upload | undefined;
  await ended((onDone) => {
    upload = new Upload(async (path) => { sent.push(path); return receipt(path); }, ['a/0.jpg', 'a/1.jpg'], onDone);
    upload.add(files(4));
  });
  expect(sent).toEqual(['a/2.jpg', 'a/3.jpg']);
  expect(upload?.getView()).toMatchObject({ alreadyThere: 2, sent: 2, state: 'done' });
});

test('a broken connection is tried again; a refusal waits for the person', async () => {
  let calls = 0;
  let isWell = false;
  let done = false;
  const upload = new Upload(async (path) => {
    calls++;
    if (path === 'a/0.jpg' && calls === 1) throw ProblemError.network(new Error());
    if (path === 'a/1.jpg' && !isWell) throw new ProblemError({ status: 413, code: 'x', title: 'Too large.' });
    return receipt(path);
  }, [], () => (done = true), () => 0);
  upload.add(files(2));
  await expect.poll(() => upload.getView().state).toBe('done');
  expect(upload.getView()).toMatchObject({ sent: 1, failed: [{ path: 'a/1.jpg', reason: 'Too large.' }] });
  expect(done).toBe(false);
  isWell = true;
  upload.retryFailed();
  await expect.poll(() => done).toBe(true);
  expect(upload.getView()).toMatchObject({ sent: 2, failed: [] });
});

test('stopping sends nothing more', async () => {
  let calls = 0;
  const upload = new Upload((_, __, signal) => { calls++; return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))); }, [], () => {});
  upload.add(files(10));
  upload.stop();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(calls).toBe(parallelFiles);
  expect(upload.getView().state).toBe('stopped');
});
