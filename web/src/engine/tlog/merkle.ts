import { equal } from './bytes';
import { sha256 } from './sha256';

/**
 * The tree of a log: RFC 6962 §2.1 for the hashes, RFC 9162 §2.1.3.2 and §2.1.4.2 for checking proofs with nothing but the roots.
 * Sizes are numbers: they may exceed 32 bits, so that nothing here shifts.
 */

export const hashBytes = 32;
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(entry, 0);
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left);
  pair.set(right, hashBytes);
  return sha256(pair, 1);
}
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array());

const pair = new Uint8Array(2 * hashBytes);
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;
export const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** Whether the tree of `size` leaves with this root has this leaf at this index. */
export function includes(root: Uint8Array, size: number, index: number, leaf: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash);
      [at, last] = toRightChild(at, last);
    } else hash = nodeHash(hash, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/** Whether the larger tree begins with the smaller one. Every tree begins with the empty one, without a proof. */
export function extends_(oldRoot: Uint8Array, oldSize: number, newRoot: Uint8Array, newSize: number, proof: readonly Uint8Array[]): boolean {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && equal(oldRoot, newRoot) && (newSize > 0 || equal(newRoot, emptyRoot()));
  if (oldSize === 0) return proof.length === 0 && equal(oldRoot, emptyRoot());
  if (proof.length === 0) return false;
  // For a power of two the proof leaves out its first hash: it is the old root.
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  let [at, last] = [oldSize - 1, newSize - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let [oldHash, newHash] = [first!, first!];
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      oldHash = nodeHash(hash, oldHash);
      newHash = nodeHash(hash, newHash);
      [at, last] = toRightChild(at, last);
    } else newHash = nodeHash(newHash, hash);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(oldHash, oldRoot) && equal(newHash, newRoot);
}

/** Goes up past the levels where the right border has no sibling. */
function toRightChild(at: number, last: number): [number, number] {
  while (at !== 0 && !isOdd(at)) [at, last] = [half(at), half(last)];
  return [at, last];
}

function isPowerOfTwo(n: number): boolean {
  let rest = n;
  while (rest > 1 && !isOdd(rest)) rest /= 2;
  return rest === 1;
}

/** A growing tree, held as the roots of its perfect subtrees from the left: one for each bit of the size that is set. */
export class Frontier {
  #subtrees: Uint8Array[] = [];
  #size = 0;

  get size(): number { return this.#size; }
  /** The largest first. */
  get subtrees(): readonly Uint8Array[] { return this.#subtrees; }

  get root(): Uint8Array {
    return this.#subtrees.reduceRight<Uint8Array | undefined>((right, left) => (right === undefined ? left : nodeHash(left, right)), undefined) ?? emptyRoot();
  }

  append(leaf: Uint8Array): void {
    // As in a binary counter: every trailing one of the size is a subtree that becomes whole.
    let carry = leaf;
    for (let size = this.#size; isOdd(size); size = half(size)) carry = nodeHash(this.#subtrees.pop()!, carry);
    this.#subtrees.push(carry);
    this.#size++;
  }
}
