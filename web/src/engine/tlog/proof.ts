import { fromBase64 } from './bytes';
import { openCheckpoint, parseHash, parseSize, type Checkpoint } from './checkpoint';
import { Distrust } from './distrust';
import { includes, leafHash } from './merkle';
import { parseNote, type NoteKey, type SignedNote, type VerifiedSignature } from './note';

/**
 * A receipt that can be checked without the log: an entry's place, the hashes from it up to the root, and the signed checkpoint. A
 * file `.tlog-proof`. Source: c2sp.org/tlog-proof, draft of July 2026.
 */
export interface LogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: SignedNote;
  /** Goes along without being proven by itself. */
  readonly extra?: Uint8Array;
}

export const proofHeader = 'c2sp.org/tlog-proof@v1';
/** More hashes than a tree of 2⁶³ leaves has levels. */
const maxHashes = 63;

export function parseProof(text: string): LogProof {
  const malformed = () => new Distrust({ kind: 'proof_malformed' });
  const lines = text.split('\n');
  if (lines.shift() !== proofHeader) throw malformed();
  let extra: Uint8Array | undefined;
  if (lines[0]?.startsWith('extra ') === true) {
    extra = fromBase64(lines.shift()!.slice('extra '.length));
    if (extra === undefined) throw malformed();
  }
  const third = lines.shift() ?? '';
  const index = third.startsWith('index ') ? parseSize(third.slice('index '.length)) : undefined;
  const gap = lines.indexOf('');
  if (index === undefined || gap < 0 || gap > maxHashes) throw malformed();
  const hashes = lines.slice(0, gap).map((line) => {
    const hash = parseHash(line);
    if (hash === undefined) throw malformed();
    return hash;
  });
  return { index, hashes, checkpoint: parseNote(lines.slice(gap + 1).join('\n')), ...(extra !== undefined && { extra }) };
}

/** Checks that the log holds this entry. Throws `Distrust` when the proof is for something else or the checkpoint must not be believed. */
export function verifyProof(proof: LogProof, entry: Uint8Array, keys: readonly NoteKey[]): { checkpoint: Checkpoint; signatures: VerifiedSignature[] } {
  const opened = openCheckpoint(proof.checkpoint, keys);
  if (!includes(opened.checkpoint.root, opened.checkpoint.size, proof.index, leafHash(entry), proof.hashes)) throw new Distrust({ kind: 'not_included', index: proof.index });
  return opened;
}
