import { concat, decode, encode, fromBase64, toBase64, toHex } from './bytes';
import { Distrust } from './distrust';
import { verifyEd25519 } from './ed25519';
import { sha256 } from './sha256';

/** Texts with signatures under them. Sources: c2sp.org/signed-note v1.0.0, c2sp.org/tlog-cosignature v1.0.1. */

/** A log signs the text; a witness the text and a time: he has seen it, and it extends what he saw before. */
export type KeyType = 'log' | 'witness';
const types: { readonly [K in KeyType]: number } = { log: 0x01, witness: 0x04 };

export interface NoteKey { readonly name: string; readonly type: KeyType; readonly publicKey: Uint8Array; /** Eight hexadecimal digits. */ readonly id: string }
export interface NoteSignature { readonly name: string; readonly keyId: string; readonly bytes: Uint8Array }
/** `text` ends with a line end. */
export interface SignedNote { readonly text: string; readonly signatures: readonly NoteSignature[] }
export interface VerifiedSignature { readonly key: NoteKey; /** Of a witness: when he says to have seen the note, in ms. */ readonly time?: number }

const maxBytes = 1_000_000;
/** Far more than any note of ours has. */
const maxSignatures = 100;
const isName = (name: string): boolean => name !== '' && !/[+\s\p{Cc}]/u.test(name);
const keyIdOf = (name: string, type: number, publicKey: Uint8Array): string => toHex(sha256(concat(encode(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4));

/** Reads `name+id+base64(type ‖ key)`; undefined when it is none, or of a kind that is not known here. */
export function parseKey(text: string): NoteKey | undefined {
  // Only the first two: base64 has plus signs of its own.
  const [, name = '', id = '', rest = ''] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  const bytes = fromBase64(rest);
  if (!isName(name) || bytes?.length !== 33) return undefined;
  const type = (Object.keys(types) as KeyType[]).find((t) => types[t] === bytes[0]);
  const publicKey = bytes.slice(1);
  return type !== undefined && id === keyIdOf(name, types[type], publicKey) ? { name, type, publicKey, id } : undefined;
}

export const keyText = (key: NoteKey): string => `${key.name}+${key.id}+${toBase64(concat(Uint8Array.of(types[key.type]), key.publicKey))}`;

/** Throws `Distrust` when the bytes are no signed note. */
export function parseNote(note: Uint8Array | string): SignedNote {
  const malformed = (what: 'size' | 'utf8' | 'controls' | 'no_gap' | 'no_signature' | 'too_many_signatures' | 'signature_line') => new Distrust({ kind: 'note_malformed', what });
  if (note.length > maxBytes) throw malformed('size');
  const text = typeof note === 'string' ? note : decode(note);
  if (text === undefined) throw malformed('utf8');
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw malformed('controls');
  // The last empty line parts the text from its signatures; the text may have empty lines too.
  const gap = text.lastIndexOf('\n\n');
  if (gap < 0 || !text.endsWith('\n')) throw malformed('no_gap');
  const lines = text.slice(gap + 2).split('\n').slice(0, -1);
  if (lines.length === 0) throw malformed('no_signature');
  if (lines.length > maxSignatures) throw malformed('too_many_signatures');
  const signatures = lines.map((line): NoteSignature => {
    const [, name = '', base64 = ''] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(base64);
    if (!isName(name) || bytes === undefined || bytes.length <= 4) throw malformed('signature_line');
    return { name, keyId: toHex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
  });
  return { text: text.slice(0, gap + 1), signatures };
}

/**
 * Those of the known keys that signed. Signatures of unknown keys are passed over; a wrong signature of a known key makes the whole
 * note void.
 */
export function verifyNote(note: SignedNote, known: readonly NoteKey[]): VerifiedSignature[] {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const key = known.find((k) => k.name === signature.name && k.id === signature.keyId);
    if (key === undefined || verified.some((v) => v.key === key)) continue;
    const checked = check(note.text, signature, key);
    if (checked === undefined) throw new Distrust({ kind: 'signature_wrong', name: key.name });
    verified.push(checked);
  }
  if (verified.length === 0) throw new Distrust({ kind: 'signed_by_nobody_known' });
  return verified;
}

function check(text: string, { bytes }: NoteSignature, key: NoteKey): VerifiedSignature | undefined {
  if (key.type === 'log') return verifyEd25519(key.publicKey, encode(text), bytes) ? { key } : undefined;
  if (bytes.length !== 8 + 64) return undefined;
  const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  // Beyond the year 9999 is no time at all.
  if (seconds > 253_402_300_799n || !verifyEd25519(key.publicKey, encode(`cosignature/v1\ntime ${seconds}\n${text}`), bytes.subarray(8))) return undefined;
  return { key, time: Number(seconds) * 1000 };
}
