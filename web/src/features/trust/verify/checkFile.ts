import { decode, Distrust, openCheckpoint, parseCheckpoint, parseKey, parseNote, parseProof, proofHeader, readEntry, toHex, verifyNote, verifyProof, type AccessEntry, type Doubt, type NoteKey } from '../../../engine/tlog';
import { sha256 } from '../../../engine/tlog/sha256';

/** What a file that somebody kept proves. */
export type FileVerdict =
  | { readonly kind: 'receipt'; readonly index: number; readonly size: number; readonly entry: AccessEntry | undefined; readonly text: string }
  | { readonly kind: 'checkpoint'; readonly size: number; readonly text: string }
  /** `hash` is what an entry of the log holds, too. */
  | { readonly kind: 'certificate'; readonly text: string; readonly hash: string }
  | { readonly kind: 'doubt'; readonly doubt: Doubt }
  | { readonly kind: 'no_entry' };

/** Checks a receipt or a checkpoint with the log's key, or a certificate with the key that the host certifies with: no server is asked. */
export function checkFile(bytes: Uint8Array, key: string, certificateKey?: string): FileVerdict {
  const keys = known(key);
  try {
    const text = decode(bytes) ?? '';
    if (text.startsWith(`${proofHeader}\n`)) {
      const proof = parseProof(text);
      if (proof.extra === undefined) return { kind: 'no_entry' };
      const { checkpoint } = verifyProof(proof, proof.extra, keys);
      return { kind: 'receipt', index: proof.index, size: checkpoint.size, entry: readEntry(proof.extra), text: decode(proof.extra) ?? '' };
    }
    const note = parseNote(bytes);
    if (!isCheckpoint(note.text)) {
      verifyNote(note, [...keys, ...known(certificateKey)]);
      return { kind: 'certificate', text: note.text, hash: toHex(sha256(bytes)) };
    }
    verifyNote(note, keys);
    return { kind: 'checkpoint', size: openCheckpoint(note, keys).checkpoint.size, text: note.text };
  } catch (error) {
    if (error instanceof Distrust) return { kind: 'doubt', doubt: error.doubt };
    throw error;
  }
}

function known(key: string | undefined): readonly NoteKey[] {
  const parsed = key === undefined ? undefined : parseKey(key);
  return parsed === undefined ? [] : [parsed];
}

function isCheckpoint(text: string): boolean {
  try {
    parseCheckpoint(text);
    return true;
  } catch {
    return false;
  }
}
