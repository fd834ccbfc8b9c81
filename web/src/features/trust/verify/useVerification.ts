import { useCallback, useEffect, useRef, useState } from 'react';
import type { Doubt, Reading } from '../../../engine/tlog';
import { forget, remember, remembered, type Remembered } from './device';
import type { VerifiedBreak, VerifyMessage, VerifyRequest } from './protocol';

export type Run =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly done: number; readonly of: number }
  | { readonly state: 'good'; readonly size: number; readonly before: number | undefined; readonly cosigned: readonly { readonly name: string; readonly at: number }[]; readonly reading: Reading; readonly breaks: readonly VerifiedBreak[]; readonly ms: number }
  | { readonly state: 'doubt'; readonly doubt: Doubt }
  | { readonly state: 'unreachable'; readonly status: number };

export interface Verification {
  readonly run: Run;
  readonly device: Remembered | undefined;
  /** From now on only this key is believed on this device. */
  pin(key: string): void;
  unpin(): void;
  start(witnesses: readonly string[]): void;
  stop(): void;
}

/**
 * Verifies a log in this browser, and remembers on this device what was seen.
 *
 * @param earlier logs that were closed and that this one took the place of
 */
export function useVerification(origin: string, address: string, earlier: readonly string[]): Verification {
  const [run, setRun] = useState<Run>({ state: 'idle' });
  const [device, setDevice] = useState(() => remembered(origin));
  const worker = useRef<Worker>(undefined);
  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = undefined;
  }, []);
  useEffect(() => {
    setDevice(remembered(origin));
    setRun({ state: 'idle' });
    return stop;
  }, [origin, stop]);

  const keep = (next: Remembered): void => {
    remember(origin, next);
    setDevice(next);
  };
  return {
    run, device,
    pin: (key) => keep({ key, pinnedAt: new Date().toISOString() }),
    unpin: () => {
      forget(origin);
      setDevice(undefined);
      setRun({ state: 'idle' });
    },
    stop: () => {
      stop();
      setRun({ state: 'idle' });
    },
    start: (witnesses) => {
      const before = remembered(origin);
      if (before === undefined) return;
      stop();
      setRun({ state: 'running', done: 0, of: 0 });
      const began = performance.now();
      const own = new Worker(new URL('./verifyLog.worker.ts', import.meta.url), { type: 'module' });
      worker.current = own;
      own.addEventListener('error', () => setRun({ state: 'unreachable', status: 0 }));
      own.addEventListener('message', ({ data }: MessageEvent<VerifyMessage>) => {
        if (data.kind === 'progress') return setRun({ state: 'running', done: data.done, of: data.of });
        stop();
        if (data.kind === 'doubt') return setRun({ state: 'doubt', doubt: data.doubt });
        if (data.kind === 'unreachable') return setRun({ state: 'unreachable', status: data.status });
        keep({ ...before, seen: { note: data.note, size: data.size, root: data.root, at: new Date().toISOString(), gaps: data.reading.gapCount } });
        setRun({ state: 'good', size: data.size, before: before.seen?.size, cosigned: data.cosigned, reading: data.reading, breaks: data.breaks, ms: performance.now() - began });
      });
      const request: VerifyRequest = { address, keys: [before.key, ...witnesses], seen: before.seen?.note, seenEarlier: earlier.map((o) => remembered(o)?.seen?.note).findLast((note) => note !== undefined) };
      own.postMessage(request);
    },
  };
}
