import { concat } from './bytes';
import { sha512 } from './sha512';

/**
 * Checks Ed25519 signatures: RFC 8032 §5.1 by the equation without the cofactor, canonical encodings only, as FIPS 186-5 demands and
 * as the server checks them. The browser's own is not used although newer ones have it: it is missing in others and without a secure
 * context, and they do not agree on the edge cases, so that a verdict would depend on who looks. No secret goes in; a few
 * milliseconds a signature, for a few checkpoints.
 */

const p = (1n << 255n) - 19n;
/** The order of the base point. */
const order = (1n << 252n) + 27742317777372353535851937790883648493n;

const mod = (x: bigint): bigint => {
  const rest = x % p;
  return rest < 0n ? rest + p : rest;
};
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const d = mod(-121665n * power(121666n, p - 2n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);

/** Projective with t = x·y/z: the extended coordinates of RFC 8032 §5.1.4. */
interface Point { readonly x: bigint; readonly y: bigint; readonly z: bigint; readonly t: bigint }

function add(a: Point, b: Point): Point {
  const m = mod((a.y - a.x) * (b.y - b.x));
  const n = mod((a.y + a.x) * (b.y + b.x));
  const o = mod(2n * a.t * b.t * d);
  const q = mod(2n * a.z * b.z);
  const [e, f, g, h] = [n - m, q - o, q + o, n + m];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

function multiply(point: Point, scalar: bigint): Point {
  let result: Point = { x: 0n, y: 1n, z: 1n, t: 0n };
  for (const bit of scalar.toString(2)) {
    result = add(result, result);
    if (bit === '1') result = add(result, point);
  }
  return result;
}

const same = (a: Point, b: Point): boolean => mod(a.x * b.z - b.x * a.z) === 0n && mod(a.y * b.z - b.y * a.z) === 0n;

function number(littleEndian: Uint8Array): bigint {
  let value = 0n;
  for (let i = littleEndian.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(littleEndian[i]!);
  return value;
}

/** RFC 8032 §5.1.3. Undefined for what is no point, and for a second spelling of one. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  const all = number(bytes);
  const isNegative = all >> 255n === 1n;
  const y = all & ((1n << 255n) - 1n);
  if (y >= p) return undefined;
  const [u, v] = [mod(y * y - 1n), mod(d * y * y + 1n)];
  const v3 = mod(v * v * v);
  let x = mod(u * v3 * power(u * v3 * v3 * v, (p - 5n) / 8n));
  const check = mod(v * x * x);
  if (check !== u) {
    if (check !== mod(-u)) return undefined;
    x = mod(x * rootOfMinusOne);
  }
  if (x === 0n && isNegative) return undefined;
  if ((x & 1n) === (isNegative ? 0n : 1n)) x = p - x;
  return { x, y, z: 1n, t: mod(x * y) };
}

/** y = 4/5, and the even x. */
function basePoint(): Point {
  const y = mod(4n * power(5n, p - 2n));
  const bytes = new Uint8Array(32);
  for (let i = 0, rest = y; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return decodePoint(bytes)!;
}
const base = basePoint();

/** False for a wrong signature and for anything that is no key or signature at all. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const rBytes = signature.subarray(0, 32);
  const [a, r, s] = [decodePoint(publicKey), decodePoint(rBytes), number(signature.subarray(32))];
  if (a === undefined || r === undefined || s >= order) return false;
  const k = number(sha512(concat(rBytes, publicKey, message))) % order;
  // S·B = R + k·A, as points of the curve.
  return same(multiply(base, s), add(r, multiply(a, k)));
}
