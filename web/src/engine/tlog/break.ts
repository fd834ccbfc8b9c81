import { readEntries, type ReadFile } from './audit';
import { decode, encode, equal, toBase64 } from './bytes';
import { openCheckpoint, parseHash, parseSize, type Checkpoint } from './checkpoint';
import { Distrust } from './distrust';
import { Frontier, leafHash } from './merkle';
import { keyText, parseKey, parseNote, verifyNote, type NoteKey, type SignedNote } from './note';
import { sha256 } from './sha256';
import { tileHolding } from './tiles';

/**
 * What both logs sign when one was closed because its database had been put back from a backup, and another took its place: the closed
 * one had signed `size` entries, `kept` were left.
 */
export interface LogBreak {
  readonly closed: NoteKey;
  readonly size: number;
  readonly root: Uint8Array;
  readonly kept: number;
  readonly keptRoot: Uint8Array;
  readonly next: NoteKey;
  /** In ms. */
  readonly at: number;
  readonly reason: string;
}

/** As it was verified; `seenAndGone` are entries that an earlier audit of the closed log has seen and that are gone. */
export interface AuditedBreak extends LogBreak { readonly missing: number; readonly seenAndGone?: number | undefined }

const header = 'cloison.log-break/v1';

export function parseBreak(text: string): LogBreak {
  const lines = text.split('\n');
  const after = (line: number, name: string): string => (lines[line]?.startsWith(`${name} `) === true ? lines[line].slice(name.length + 1) : '');
  const [closed, next] = [parseKey(after(1, 'closed')), parseKey(after(6, 'next'))];
  const [size, root, kept, keptRoot, seconds] = [parseSize(after(2, 'size')), parseHash(after(3, 'root')), parseSize(after(4, 'kept')), parseHash(after(5, 'kept-root')), parseSize(after(7, 'time'))];
  if (lines.length !== 10 || lines[0] !== header || lines[9] !== '' || closed?.type !== 'log' || next?.type !== 'log' || closed.name === next.name
    || size === undefined || root === undefined || kept === undefined || keptRoot === undefined || seconds === undefined || seconds > 253_402_300_799)
    throw new Distrust({ kind: 'break_malformed' });
  return { closed, size, root, kept, keptRoot, next, at: seconds * 1000, reason: after(8, 'reason') };
}

/** Both must have signed; whether one of the two is to be believed is for the caller to know. */
export function openBreak(note: SignedNote): LogBreak {
  const broken = parseBreak(note.text);
  if (verifyNote(note, [broken.closed, broken.next]).length !== 2) throw new Distrust({ kind: 'break_malformed' });
  return broken;
}

/**
 * Checks what is said and left of the logs that a log took the place of. They form a chain, so that one known key is enough. Throws
 * `Distrust` that says what is wrong.
 *
 * @param seen what an earlier audit of one of them saw
 */
export async function auditBreaks(read: ReadFile, keys: readonly NoteKey[], seen?: Checkpoint): Promise<AuditedBreak[]> {
  const breaks: LogBreak[] = [];
  for (let note: Uint8Array | undefined; (note = await read(`breaks/${breaks.length + 1}/note`)) !== undefined;) {
    const next = openBreak(parseNote(note));
    const last = breaks.at(-1);
    if (last !== undefined && keyText(last.next) !== keyText(next.closed)) throw new Distrust({ kind: 'break_chain', origin: next.closed.name });
    breaks.push(next);
  }
  const known = new Set(keys.map(keyText));
  if (breaks.length > 0 && !breaks.some((b) => known.has(keyText(b.closed)) || known.has(keyText(b.next)))) throw new Distrust({ kind: 'break_chain', origin: breaks[0]!.closed.name });
  const audited: AuditedBreak[] = [];
  for (const broken of breaks) audited.push(await checkKept((path) => read(`breaks/${audited.length + 1}/${path}`), broken, seen));
  return audited;
}

/** Looks whether a log begins as it must after what was broken off, or hides that something was. */
export function checkBeginning(origin: string, first: Uint8Array, breaks: readonly AuditedBreak[]): void {
  const last = breaks.at(-1);
  if (last === undefined ? isBegunByBreak(first) : last.next.name !== origin || !isNamedBy(last, first)) throw new Distrust({ kind: 'break_hidden', origin });
}

async function checkKept(read: ReadFile, broken: LogBreak, seen: Checkpoint | undefined): Promise<AuditedBreak> {
  const origin = broken.closed.name;
  const last = await read('checkpoint');
  if (last === undefined) throw new Distrust({ kind: 'kept_wrong', origin });
  const { checkpoint } = openCheckpoint(parseNote(last), [broken.closed]);
  if (checkpoint.size !== broken.size || !equal(checkpoint.root, broken.root)) throw new Distrust({ kind: 'kept_wrong', origin });
  const ours = seen?.origin === origin ? seen : undefined;
  const tree = new Frontier();
  while (tree.size < broken.kept)
    for (const entry of await readEntries(read, tileHolding(0, tree.size, broken.kept)!)) {
      tree.append(leafHash(entry));
      if (tree.size === ours?.size && !equal(tree.root, ours.root)) throw new Distrust({ kind: 'history_changed', before: ours.size });
    }
  if (!equal(tree.root, broken.keptRoot)) throw new Distrust({ kind: 'kept_wrong', origin });
  return { ...broken, missing: Math.max(0, broken.size - broken.kept), ...(ours !== undefined && { seenAndGone: Math.max(0, ours.size - broken.kept) }) };
}

/** The first entry of the new log says the same: in words, or in a log of bare hashes as the hash of the text. */
function isNamedBy(broken: LogBreak, entry: Uint8Array): boolean {
  const text = `${header}\nclosed ${keyText(broken.closed)}\nsize ${broken.size}\nroot ${toBase64(broken.root)}\nkept ${broken.kept}\nkept-root ${toBase64(broken.keptRoot)}\n`
    + `next ${keyText(broken.next)}\ntime ${broken.at / 1000}\nreason ${broken.reason}\n`;
  const said = readFirst(entry);
  return equal(entry, sha256(encode(text)))
    || (said?.['object'] === broken.closed.name && said['rule'] === `size=${broken.size},root=${toBase64(broken.root)},kept=${broken.kept},kept_root=${toBase64(broken.keptRoot)}`);
}

const isBegunByBreak = (entry: Uint8Array): boolean => readFirst(entry) !== undefined;

function readFirst(entry: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(decode(entry) ?? '');
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'recovery' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
