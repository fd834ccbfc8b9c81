/** SHA-512 (FIPS 180-4 §6.4) for Ed25519, which hashes a few hundred bytes a signature. The constants are worked out: cube and square roots of primes. */

const mask = (1n << 64n) - 1n;

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n);
  return found;
}

/** The whole part of the root of `of`. */
function root(of: bigint, degree: bigint): bigint {
  let [low, high] = [0n, 1n << 80n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= of) low = middle;
    else high = middle - 1n;
  }
  return low;
}

const k = primes(80).map((p) => root(p << 192n, 3n) & mask);
const start = primes(8).map((p) => root(p << 128n, 2n) & mask);
const rotate = (x: bigint, by: bigint): bigint => ((x >> by) | (x << (64n - by))) & mask;

export function sha512(bytes: Uint8Array): Uint8Array {
  const total = (Math.floor((bytes.length + 16) / 128) + 1) * 128;
  const padded = new Uint8Array(total);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(total - 8, BigInt(bytes.length) * 8n);
  const state = [...start];
  for (let block = 0; block < total; block += 128) {
    const w: bigint[] = [];
    for (let i = 0; i < 80; i++) {
      if (i < 16) {
        w.push(view.getBigUint64(block + i * 8));
        continue;
      }
      const [x, y] = [w[i - 15]!, w[i - 2]!];
      w.push((w[i - 16]! + (rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n)) + w[i - 7]! + (rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n))) & mask);
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const t1 = h + (rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n)) + ((e & f) ^ (~e & mask & g)) + k[i]! + w[i]!;
      const t2 = (rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask, c, b, a, (t1 + t2) & mask];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i]! + word) & mask; });
  }
  const digest = new Uint8Array(64);
  const out = new DataView(digest.buffer);
  state.forEach((word, i) => out.setBigUint64(i * 8, word));
  return digest;
}
