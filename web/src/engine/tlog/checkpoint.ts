import { fromBase64, toBase64 } from './bytes';
import { Distrust } from './distrust';
import { verifyNote, type NoteKey, type SignedNote, type VerifiedSignature } from './note';

/** How large a log is and what its root is: the text that the log signs. Source: c2sp.org/tlog-checkpoint v1.0.0. */
export interface Checkpoint { readonly origin: string; readonly size: number; readonly root: Uint8Array }

/** Decimal, without zeros in front; undefined for anything else, and beyond what a number holds exactly. */
export function parseSize(text: string): number | undefined {
  const size = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) ? size : undefined;
}

export function parseHash(text: string): Uint8Array | undefined {
  const bytes = fromBase64(text);
  return bytes?.length === 32 ? bytes : undefined;
}

export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', sizeLine = '', rootLine = ''] = lines;
  const [size, root] = [parseSize(sizeLine), parseHash(rootLine)];
  if (lines.length < 4 || lines.at(-1) !== '' || lines.slice(0, -1).includes('') || size === undefined || root === undefined) throw new Distrust({ kind: 'checkpoint_malformed' });
  return { origin, size, root };
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads a signed checkpoint and believes it when the log's own key is among those that signed. */
export function openCheckpoint(note: SignedNote, keys: readonly NoteKey[]): { checkpoint: Checkpoint; signatures: VerifiedSignature[] } {
  const signatures = verifyNote(note, keys);
  const checkpoint = parseCheckpoint(note.text);
  if (!signatures.some(({ key }) => key.type === 'log' && key.name === checkpoint.origin)) throw new Distrust({ kind: 'not_signed_by_log', origin: checkpoint.origin });
  return { checkpoint, signatures };
}
