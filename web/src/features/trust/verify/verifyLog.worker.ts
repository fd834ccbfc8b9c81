import { auditLog, Distrust, LogReader, parseCheckpoint, parseKey, parseNote, toBase64, type NoteKey } from '../../../engine/tlog';
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

async function verify({ address, keys, seen }: VerifyRequest): Promise<VerifyMessage> {
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const response = await fetch(`${address}/${path}`, { credentials: 'same-origin' });
    if (response.status === 404 || response.status === 410) return undefined;
    if (!response.ok) throw new Unreachable(response.status);
    return new Uint8Array(await response.arrayBuffer());
  };
  const reader = new LogReader();
  let said = 0;
  const { checkpoint, signatures, note } = await auditLog(read, {
    keys: keys.map(parseKey).filter((key): key is NoteKey => key !== undefined),
    seen: seen === undefined ? undefined : parseCheckpoint(parseNote(seen).text),
    onEntry: (index, entry) => reader.add(index, entry),
    progress: (done, of) => {
      const now = performance.now();
      if (now - said < 80 && done < of) return;
      said = now;
      say({ kind: 'progress', done, of });
    },
  });
  return {
    kind: 'done', note, size: checkpoint.size, root: toBase64(checkpoint.root), reading: reader.finish(),
    cosigned: signatures.flatMap(({ key, time }) => (time === undefined ? [] : [{ name: key.name, at: time }])),
  };
}
