const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id as the server makes them: prefix, underscore, and a UUIDv7 (RFC 9562) in 26 Crockford base32 digits. */
export function newId(prefix: string, now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let digits = '';
  for (let i = 0; i < 26; i++, value >>= 5n) digits = (alphabet[Number(value & 31n)] ?? '') + digits;
  return `${prefix}_${digits}`;
}
