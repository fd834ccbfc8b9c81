import { auditBreaks, auditLog, checkBeginning, Distrust, LogReader, parseCheckpoint, parseKey, parseNote, toBase64, type NoteKey } from '../../../engine/tlog';
import type { VerifyMessage, VerifyRequest } from './protocol';

/** Reads and checks a whole log away from the page, which stays quick. */

class Unreachable extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The log was answered with ${status}.`);
    this.status = status;
  }
}

const say = (message: VerifyMessage): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<VerifyRequest>) => {
  void verify(data).then(say, (error: unknown) =>
    say(error instanceof Distrust ? { kind: 'doubt', doubt: error.doubt } : { kind: 'unreachable', status: error instanceof Unreachable ? error.status : 0 }));
});

async function verify({ address, keys, seen, seenEarlier }: VerifyRequest): Promise<VerifyMessage> {
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const response = await fetch(`${address}/${path}`, { credentials: 'same-origin' });
    if (response.status === 404 || response.status === 410) return undefined;
    if (!response.ok) throw new Unreachable(response.status);
    return new Uint8Array(await response.arrayBuffer());
  };
  const reader = new LogReader();
  const known = keys.map(parseKey).filter((key): key is NoteKey => key !== undefined);
  const breaks = await auditBreaks(read, known, seenEarlier === undefined ? undefined : parseCheckpoint(parseNote(seenEarlier).text));
  let said = 0;
  let first = new Uint8Array();
  const { checkpoint, signatures, note } = await auditLog(read, {
    keys: known,
    seen: seen === undefined ? undefined : parseCheckpoint(parseNote(seen).text),
    onEntry: (index, entry) => {
      if (index === 0) first = entry.slice();
      reader.add(index, entry);
    },
    progress: (done, of) => {
      const now = performance.now();
      if (now - said < 80 && done < of) return;
      said = now;
      say({ kind: 'progress', done, of });
    },
  });
  checkBeginning(checkpoint.origin, first, breaks);
  return {
    kind: 'done', note, size: checkpoint.size, root: toBase64(checkpoint.root), reading: reader.finish(),
    cosigned: signatures.flatMap(({ key, time }) => (time === undefined ? [] : [{ name: key.name, at: time }])),
    breaks: breaks.map(({ closed, next, size, kept, missing, seenAndGone, at, reason }) => ({ origin: closed.name, next: next.name, size, kept, missing, seenAndGone, at, reason })),
  };
}
