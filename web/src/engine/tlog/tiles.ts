import { Frontier, hashBytes, nodeHash } from './merkle';

/** How a log is served: hashes and entries in files of 256. Source: c2sp.org/tlog-tiles v0.1.0. */

export const fullWidth = 256;

export interface Tile { readonly level: number; readonly index: number; readonly width: number }

/** The number in groups of three digits, all but the last marked with x, and its width when it is not full: 1234067 is `x001/x234/067`. */
function place(index: number, width: number): string {
  const group = (n: number): string => String(n).padStart(3, '0');
  let path = group(index % 1000);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${group(rest % 1000)}/${path}`;
  return width === fullWidth ? path : `${path}.p/${width}`;
}

export const tilePath = (tile: Tile): string => `tile/${tile.level}/${place(tile.index, tile.width)}`;
export const entriesPath = (tile: Tile): string => `tile/entries/${place(tile.index, tile.width)}`;

/** The tile that holds the hash with this number at this level, as wide as it is in a tree of so many leaves. */
export function tileHolding(level: number, number: number, size: number): Tile | undefined {
  const count = Math.floor(size / fullWidth ** level);
  if (number < 0 || number >= count) return undefined;
  const index = Math.floor(number / fullWidth);
  return { level, index, width: Math.min(fullWidth, count - index * fullWidth) };
}

/** Entries in a row, each after its length as a 16-bit big-endian number. Undefined when the bytes are not so many entries. */
export function readBundle(bytes: Uint8Array, count: number): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return undefined;
    const end = at + 2 + bytes[at]! * 256 + bytes[at + 1]!;
    if (end > bytes.length || entries.length === count) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries.length === count ? entries : undefined;
}

/** Makes a log's tiles leaf by leaf. In memory: the tile in the making of each level. */
export class TileBuilder {
  readonly #rows: { bytes: Uint8Array; width: number; index: number; frontier: Frontier }[] = [];
  readonly #whenFull: (tile: Tile, bytes: Uint8Array) => void;
  #size = 0;

  constructor(whenFull: (tile: Tile, bytes: Uint8Array) => void) { this.#whenFull = whenFull; }

  get size(): number { return this.#size; }

  /** Of all leaves so far. */
  get root(): Uint8Array {
    // A tile in the making is a piece of the tree's right border: its perfect subtrees, from the highest level down, are those of the whole tree.
    const subtrees = this.#rows.toReversed().flatMap((row) => [...row.frontier.subtrees]);
    return subtrees.length === 0 ? new Frontier().root : subtrees.reduceRight((right, left) => nodeHash(left, right));
  }

  append(leaf: Uint8Array): void {
    this.#append(0, leaf);
    this.#size++;
  }

  /** The tiles at the border that are not full, as they are now. */
  partial(): { tile: Tile; bytes: Uint8Array }[] {
    return this.#rows.flatMap((row, level) => (row.width === 0 ? [] : [{ tile: { level, index: row.index, width: row.width }, bytes: row.bytes.slice(0, row.width * hashBytes) }]));
  }

  #append(level: number, hash: Uint8Array): void {
    const row = (this.#rows[level] ??= { bytes: new Uint8Array(fullWidth * hashBytes), width: 0, index: 0, frontier: new Frontier() });
    row.bytes.set(hash, row.width * hashBytes);
    row.frontier.append(hash);
    row.width++;
    if (row.width < fullWidth) return;
    const root = row.frontier.root;
    this.#whenFull({ level, index: row.index, width: fullWidth }, row.bytes.slice());
    row.width = 0;
    row.index++;
    row.frontier = new Frontier();
    this.#append(level + 1, root);
  }
}
