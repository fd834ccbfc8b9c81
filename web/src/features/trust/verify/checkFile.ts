import { decode, Distrust, openCheckpoint, parseCheckpoint, parseKey, parseNote, parseProof, proofHeader, readEntry, verifyNote, verifyProof, type AccessEntry, type Doubt, type NoteKey } from '../../../engine/tlog';

/** What a file that somebody kept proves. */
export type FileVerdict =
  | { readonly kind: 'receipt'; readonly index: number; readonly size: number; readonly entry: AccessEntry | undefined; readonly text: string }
  | { readonly kind: 'checkpoint'; readonly size: number; readonly text: string }
  | { readonly kind: 'certificate'; readonly text: string }
  | { readonly kind: 'doubt'; readonly doubt: Doubt }
  | { readonly kind: 'no_entry' };

/** Checks a receipt, a checkpoint or a certificate with the log's key alone: no server is asked. */
export function checkFile(bytes: Uint8Array, key: string): FileVerdict {
  const known = parseKey(key);
  const keys: readonly NoteKey[] = known === undefined ? [] : [known];
  try {
    const text = decode(bytes) ?? '';
    if (text.startsWith(`${proofHeader}\n`)) {
      const proof = parseProof(text);
      if (proof.extra === undefined) return { kind: 'no_entry' };
      const { checkpoint } = verifyProof(proof, proof.extra, keys);
      return { kind: 'receipt', index: proof.index, size: checkpoint.size, entry: readEntry(proof.extra), text: decode(proof.extra) ?? '' };
    }
    const note = parseNote(bytes);
    verifyNote(note, keys);
    if (!isCheckpoint(note.text)) return { kind: 'certificate', text: note.text };
    return { kind: 'checkpoint', size: openCheckpoint(note, keys).checkpoint.size, text: note.text };
  } catch (error) {
    if (error instanceof Distrust) return { kind: 'doubt', doubt: error.doubt };
    throw error;
  }
}

function isCheckpoint(text: string): boolean {
  try {
    parseCheckpoint(text);
    return true;
  } catch {
    return false;
  }
}
