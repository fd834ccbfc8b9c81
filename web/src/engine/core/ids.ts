export type IdSource = () => string;

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

/** A UUIDv7 (RFC 9562): time-ordered, so that ids made by one client sort as they were made. */
export function uuidv7(nowMs: number = Date.now(), random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (b) => crypto.getRandomValues(b)): string {
  const bytes = random(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(nowMs / 2 ** (40 - 8 * i)) & 0xff;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const s = Array.from(bytes, hex).join('');
  return `${s.slice(0, 8)}-${s.slice(8, 12)}-${s.slice(12, 16)}-${s.slice(16, 20)}-${s.slice(20)}`;
}

export const newId: IdSource = () => uuidv7();
