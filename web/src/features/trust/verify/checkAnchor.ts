import { Distrust, encode, openCheckpoint, parseKey, parseNote, parseProof, verifyProof, type Doubt, type NoteKey } from '../../../engine/tlog';
import { concat, fromBase64 } from '../../../engine/tlog/bytes';
import { sha256 } from '../../../engine/tlog/sha256';
import type { LogAnchor } from '../../../lib/contracts';

export type AnchorVerdict = { readonly kind: 'good'; readonly size: number; readonly index: number; readonly of: number } | { readonly kind: 'doubt'; readonly doubt: Doubt };

/**
 * Whether this log's checkpoint is in the log of logs, which everybody sees: the entry there is SHA-256(salt ‖ checkpoint), so that
 * others learn nothing from it.
 */
export function checkAnchor(anchor: LogAnchor, key: string): AnchorVerdict {
  const keys = (text: string): readonly NoteKey[] => [parseKey(text)].filter((k): k is NoteKey => k !== undefined);
  try {
    const { checkpoint: own } = openCheckpoint(parseNote(anchor.checkpoint), keys(key));
    const salt = fromBase64(anchor.salt);
    if (salt === undefined) throw new Distrust({ kind: 'proof_malformed' });
    const proof = parseProof(anchor.proof);
    const { checkpoint } = verifyProof(proof, sha256(concat(salt, encode(anchor.checkpoint))), keys(anchor.key));
    return { kind: 'good', size: own.size, index: proof.index, of: checkpoint.size };
  } catch (error) {
    if (error instanceof Distrust) return { kind: 'doubt', doubt: error.doubt };
    throw error;
  }
}
