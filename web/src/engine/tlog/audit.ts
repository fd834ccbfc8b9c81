import { equal } from './bytes';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import { Distrust } from './distrust';
import { hashBytes, leafHash } from './merkle';
import { parseNote, type NoteKey, type VerifiedSignature } from './note';
import { entriesPath, fullWidth, readBundle, TileBuilder, tileHolding, tilePath, type Tile } from './tiles';

/** Gives the bytes of a file below the log's address; undefined when there is none. Rejects when it could not be read. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

export interface AuditOptions {
  /** The log's, and those of witnesses. */
  readonly keys: readonly NoteKey[];
  /** What an earlier audit saw. */
  readonly seen?: Checkpoint | undefined;
  /** Gets every entry, in order, as soon as its bundle is read. It is proven only when the audit has ended well. */
  onEntry?(index: number, entry: Uint8Array): void;
  /** After each bundle. */
  progress?(done: number, of: number): void;
}

export interface AuditReport {
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly VerifiedSignature[];
  /** As it was served: for the next audit to compare with. */
  readonly note: string;
  readonly tiles: number;
}

/**
 * Checks a whole log without trusting who serves it: signatures, every entry against the root, every tile, and that nothing that was
 * seen before has changed or gone. Throws `Distrust` that says what is wrong and where. Memory: a bundle and a few tiles, however
 * long the log.
 */
export async function auditLog(read: ReadFile, { keys, seen, onEntry, progress }: AuditOptions): Promise<AuditReport> {
  const noteBytes = await read('checkpoint');
  if (noteBytes === undefined) throw new Distrust({ kind: 'missing', path: 'checkpoint' });
  const note = parseNote(noteBytes);
  const { checkpoint, signatures } = openCheckpoint(note, keys);
  compare(checkpoint, seen);
  if (seen?.size === 0) seen = undefined;
  read = readAhead(read, checkpoint.size);
  const full: { tile: Tile; bytes: Uint8Array }[] = [];
  const builder = new TileBuilder((tile, bytes) => full.push({ tile, bytes }));
  let tiles = 0;
  for (let bundle = 0; bundle * fullWidth < checkpoint.size; bundle++) {
    const tile = tileHolding(0, bundle * fullWidth, checkpoint.size)!;
    for (const entry of await readEntries(read, tile)) {
      onEntry?.(builder.size, entry);
      builder.append(leafHash(entry));
      if (builder.size === seen?.size && !equal(builder.root, seen.root)) throw new Distrust({ kind: 'history_changed', before: seen.size });
    }
    // Compared as they become full: which bundle is wrong is said at once, and memory stays small.
    for (const { tile: made, bytes } of full) await compareTile(read, made, bytes);
    tiles += full.length;
    full.length = 0;
    progress?.(builder.size, checkpoint.size);
  }
  for (const { tile, bytes } of builder.partial()) {
    await compareTile(read, tile, bytes);
    tiles++;
  }
  if (!equal(builder.root, checkpoint.root)) throw new Distrust({ kind: 'root_wrong', size: checkpoint.size });
  return { checkpoint, signatures, note: new TextDecoder().decode(noteBytes), tiles };
}

/** Bundles that are asked for before their turn: a far server answers as fast as it can send. */
const bundlesAhead = 6;

function readAhead(read: ReadFile, size: number): ReadFile {
  const coming = new Map<string, Promise<Uint8Array | undefined>>();
  const ask = (path: string): void => {
    if (coming.has(path)) return;
    const answer = read(path);
    // Whoever waits for it hears of the failure.
    answer.catch(() => undefined);
    coming.set(path, answer);
  };
  let asked = 0;
  return (path) => {
    const isBundle = path.startsWith('tile/entries/');
    if (isBundle) {
      const last = Math.ceil(size / fullWidth);
      for (const until = Math.min(last, current(path) + 1 + bundlesAhead); asked < until; asked++) {
        const tile = tileHolding(0, asked * fullWidth, size)!;
        ask(entriesPath(tile));
        if (tile.width === fullWidth) ask(tilePath(tile));
      }
    }
    const answer = coming.get(path) ?? read(path);
    coming.delete(path);
    return answer;
  };
}

/** The number of a bundle, from its path. */
const current = (path: string): number => Number(path.replace(/\.p\/\d+$/, '').replace(/\D/g, ''));

function compare(now: Checkpoint, seen: Checkpoint | undefined): void {
  if (seen === undefined) return;
  if (now.origin !== seen.origin) throw new Distrust({ kind: 'other_log', origin: now.origin, before: seen.origin });
  if (now.size < seen.size) throw new Distrust({ kind: 'older_than_seen', size: now.size, before: seen.size });
}

export async function readEntries(read: ReadFile, tile: Tile): Promise<Uint8Array[]> {
  const { bytes, width } = await readWide(read, tile, entriesPath);
  const entries = readBundle(bytes, width);
  if (entries === undefined) throw new Distrust({ kind: 'bundle_malformed', path: entriesPath(tile) });
  return entries.slice(0, tile.width);
}

async function compareTile(read: ReadFile, tile: Tile, expected: Uint8Array): Promise<void> {
  const { bytes, width } = await readWide(read, tile, tilePath);
  if (bytes.length !== width * hashBytes) throw new Distrust({ kind: 'tile_length', path: tilePath(tile) });
  for (let at = 0; at < expected.length; at += hashBytes)
    if (!equal(bytes.subarray(at, at + hashBytes), expected.subarray(at, at + hashBytes)))
      throw new Distrust(tile.level === 0 ? { kind: 'entry_changed', index: tile.index * fullWidth + at / hashBytes } : { kind: 'tile_wrong', path: tilePath(tile) });
}

/** A partial file may be gone once the full one is there. */
async function readWide(read: ReadFile, tile: Tile, path: (tile: Tile) => string): Promise<{ bytes: Uint8Array; width: number }> {
  const bytes = await read(path(tile));
  if (bytes !== undefined) return { bytes, width: tile.width };
  const wide = tile.width === fullWidth ? undefined : await read(path({ ...tile, width: fullWidth }));
  if (wide === undefined) throw new Distrust({ kind: 'missing', path: path(tile) });
  return { bytes: wide, width: fullWidth };
}
