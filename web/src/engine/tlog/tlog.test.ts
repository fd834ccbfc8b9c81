import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import { auditLog } from './audit';
import { auditBreaks, checkBeginning } from './break';
import { concat, encode, fromBase64, toBase64, toHex } from './bytes';
import { checkpointText, openCheckpoint, parseCheckpoint, parseSize, type Checkpoint } from './checkpoint';
import { Distrust, type Doubt } from './distrust';
import { verifyEd25519 } from './ed25519';
import { LogReader } from './entries';
import { extends_, Frontier, includes, leafHash, nodeHash } from './merkle';
import { keyText, parseKey, parseNote, verifyNote, type NoteKey } from './note';
import { parseProof, proofHeader, verifyProof } from './proof';
import { sha256 } from './sha256';
import { sha512 } from './sha512';
import { entriesPath, TileBuilder, tilePath, type Tile } from './tiles';

// Thousands of signatures are checked, on machines that may be busy with other things.
vi.setConfig({ testTimeout: 120_000 });

/** What other people's programs made; a clone has no such folder. */
const shared = (file: string): string => resolve(import.meta.dirname, '../../../../../shared/vectors', file);
const withVectors = describe.skipIf(!existsSync(shared('')));
const read = <T>(file: string): T => JSON.parse(readFileSync(shared(file), 'utf8')) as T;
const hash = (base64: string): Uint8Array => fromBase64(base64)!;

describe('hashes', () => {
  it('are those of the platform, at every length around a block', () => {
    for (const length of [...Array(300).keys(), 4_095, 4_096, 65_535]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) & 255);
      expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(toHex(sha256(bytes, 1))).toBe(createHash('sha256').update(Uint8Array.of(1)).update(bytes).digest('hex'));
      if (length < 300) expect(toHex(sha512(bytes))).toBe(createHash('sha512').update(bytes).digest('hex'));
    }
  });
});

describe('Ed25519', () => {
  it('accepts what OpenSSL signs, and nothing else', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = rawKey(publicKey);
    for (const message of [new Uint8Array(), encode('a message'), new Uint8Array(1_000).fill(9)]) {
      const signature = new Uint8Array(sign(null, message, privateKey));
      expect(verifyEd25519(raw, message, signature)).toBe(true);
      expect(verifyEd25519(raw, concat(message, Uint8Array.of(0)), signature)).toBe(false);
      for (const at of [0, 31, 32, 63]) {
        const other = signature.slice();
        other[at]! ^= 1;
        expect(verifyEd25519(raw, message, other)).toBe(false);
      }
    }
    expect(verifyEd25519(raw.subarray(1), encode(''), new Uint8Array(64))).toBe(false);
  });

  it('knows the first vectors of RFC 8032', () => {
    const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    expect(verifyEd25519(
      bytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'), new Uint8Array(),
      bytes('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'),
    )).toBe(true);
    expect(verifyEd25519(
      bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'), bytes('72'),
      bytes('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'),
    )).toBe(true);
  });
});

withVectors('the vectors of others', () => {
  interface GoVectors {
    readonly roots: Record<string, string>;
    readonly inclusion: { Index: number; Size: number; Leaf: string; Proof: string[] }[];
    readonly consistency: { Size1: number; Size2: number; Proof: string[] }[];
    readonly tiles_70000: { Path: string; SHA256: string; Bytes: number }[];
    readonly note: { checkpoints: Record<string, string>; vkey: string };
  }

  test('roots, proofs, tiles and checkpoints of Go are ours', () => {
    const go = read<GoVectors>('go-tlog-vectors.json');
    const frontier = new Frontier();
    const tiles = new Map<string, Uint8Array>();
    const builder = new TileBuilder((tile, bytes) => tiles.set(tilePath(tile), bytes));
    let roots = 0;
    for (let size = 0; size <= 70_000; size++) {
      const root = go.roots[String(size)];
      if (root !== undefined) {
        expect(toBase64(frontier.root)).toBe(root);
        expect(toBase64(builder.root)).toBe(root);
        roots++;
      }
      if (size === 70_000) break;
      const leaf = leafHash(encode(String(size)));
      frontier.append(leaf);
      builder.append(leaf);
    }
    expect(roots).toBe(Object.keys(go.roots).length);
    for (const { tile, bytes } of builder.partial()) tiles.set(tilePath(tile), bytes);
    for (const tile of go.tiles_70000) expect(toHex(sha256(tiles.get(tile.Path)!)), tile.Path).toBe(tile.SHA256);
    for (const { Index, Size, Leaf, Proof } of go.inclusion) {
      const [root, leaf, proof] = [hash(go.roots[Size]!), hash(Leaf), Proof.map(hash)];
      expect(includes(root, Size, Index, leaf, proof)).toBe(true);
      expect(includes(root, Size, Index, nodeHash(leaf, leaf), proof)).toBe(false);
      expect(includes(root, Size, Size, leaf, proof)).toBe(false);
      expect(includes(root, Size, Index, leaf, [...proof, leaf])).toBe(false);
    }
    for (const { Size1, Size2, Proof } of go.consistency) {
      const [older, newer, proof] = [hash(go.roots[Size1]!), hash(go.roots[Size2]!), Proof.map(hash)];
      expect(extends_(older, Size1, newer, Size2, proof)).toBe(true);
      expect(extends_(newer, Size1, older, Size2, proof)).toBe(Size1 === Size2);
      expect(extends_(older, Size1, newer, Size2, [...proof, older])).toBe(false);
    }
    const key = parseKey(go.note.vkey)!;
    for (const [size, note] of Object.entries(go.note.checkpoints)) expect(openCheckpoint(parseNote(note), [key]).checkpoint).toMatchObject({ size: Number(size), origin: key.name });
  });

  test('signed notes', () => {
    const { vectors } = read<{ vectors: { desc: string; vkey: string; note: string; valid: boolean }[] }>('signed-note-vectors.json');
    const opens = ({ vkey, note }: { vkey: string; note: string }) => doubtOf(() => verifyNote(parseNote(note), [parseKey(vkey)!])) === undefined;
    expect(vectors.map((v) => [v.desc, opens(v)])).toEqual(vectors.map((v) => [v.desc, v.valid]));
  });

  test('the edge cases of Ed25519: small order and non-canonical ones as FIPS 186-5 has them', () => {
    const vectors = read<{ number: number; key: string; sig: string; msg: string; flags: string[] | null }[]>('cctv/ed25519/ed25519vectors.json');
    const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    const refuses = (flags: readonly string[]) => flags.some((f) => ['low_order_residue', 'non_canonical_A', 'non_canonical_R'].includes(f));
    for (const v of vectors) expect(verifyEd25519(bytes(v.key), encode(v.msg), bytes(v.sig)), `${v.number}: ${(v.flags ?? []).join()}`).toBe(!refuses(v.flags ?? []));
  });
});

describe('keys and notes', () => {
  const log = signer('log.example/l/amber-heron');

  it('a key is read as it is written, and a changed one is not', () => {
    expect(parseKey(keyText(log.key))).toEqual(log.key);
    for (const bad of [`x${keyText(log.key)}`, keyText(log.key).replace(/\+./, '+!'), keyText(log.key).slice(0, -2), 'name+00000000+', ''])
      expect(parseKey(bad), bad).toBeUndefined();
  });

  it('a note is read and believed; a changed text, an unknown signer, a control character are not', () => {
    const note = log.sign('text\nsecond\n');
    expect(verifyNote(parseNote(note), [log.key])).toEqual([{ key: log.key }]);
    expect(doubtOf(() => verifyNote(parseNote(note.replace('text', 'test')), [log.key]))).toEqual({ kind: 'signature_wrong', name: log.key.name });
    expect(doubtOf(() => verifyNote(parseNote(note), [signer('other').key]))).toEqual({ kind: 'signed_by_nobody_known' });
    expect(doubtOf(() => parseNote(note.replace('text', 'te\tt')))).toEqual({ kind: 'note_malformed', what: 'controls' });
    expect(doubtOf(() => parseNote(new Uint8Array([0xff, 10, 10])))).toEqual({ kind: 'note_malformed', what: 'utf8' });
    expect(doubtOf(() => parseNote(`text\n\n${'— a AAAAAAA=\n'.repeat(101)}`))).toEqual({ kind: 'note_malformed', what: 'too_many_signatures' });
  });

  it('a witness signs the time too', () => {
    const witness = signer('witness.example', 'witness');
    const text = checkpointText({ origin: log.key.name, size: 0, root: new Frontier().root });
    const note = parseNote(log.sign(text) + witness.line(text, 1_760_000_000));
    expect(openCheckpoint(note, [log.key, witness.key]).signatures).toEqual([{ key: log.key }, { key: witness.key, time: 1_760_000_000_000 }]);
    // A witness alone is not enough.
    expect(doubtOf(() => openCheckpoint(note, [witness.key]))).toEqual({ kind: 'not_signed_by_log', origin: log.key.name });
  });

  it('sizes have one spelling', () => {
    expect(['0', '7', '70000'].map(parseSize)).toEqual([0, 7, 70_000]);
    expect(['', '00', '01', '-1', '1e3', ' 1', '9'.repeat(17)].map(parseSize)).toEqual(Array(7).fill(undefined));
  });
});

describe('a whole log', () => {
  const log = signer('log.example/l/amber-heron');

  it.each([0, 1, 2, 255, 256, 257, 600, 65_537])('of %i entries is accepted', async (size) => {
    const files = served(log, size);
    const seen: number[] = [];
    const report = await auditLog(async (path) => files.get(path), { keys: [log.key], onEntry: (i) => seen.push(i) });
    expect(report.checkpoint.size).toBe(size);
    expect(seen.length).toBe(size);
    expect(report.tiles).toBe([...files.keys()].filter((f) => /^tile\/\d/.test(f)).length);
  });

  it('is refused whichever byte of whichever file is changed, and when a file is gone', async () => {
    const files = served(log, 300);
    for (const [path, bytes] of files) {
      const without = new Map(files);
      without.delete(path);
      expect(await auditDoubt(without, log.key), `without ${path}`).toEqual({ kind: 'missing', path });
      const step = path === 'checkpoint' ? 1 : 37;
      for (let at = 0; at < bytes.length; at += step) {
        const changed = bytes.slice();
        changed[at]! ^= 1;
        expect(await auditDoubt(new Map([...files, [path, changed]]), log.key), `${path} byte ${at}`).toBeDefined();
      }
    }
  });

  it('says which entry was changed', async () => {
    const files = served(log, 300, (i) => (i === 77 ? 'another' : undefined));
    const real = served(log, 300);
    for (const [path, bytes] of real) if (!path.startsWith('tile/entries')) files.set(path, bytes);
    expect(await auditDoubt(files, log.key)).toEqual({ kind: 'entry_changed', index: 77 });
  });

  it('goes on from what was seen, and not from another or a longer history', async () => {
    const seen = (size: number, other?: (i: number) => string | undefined): Checkpoint => parseCheckpoint(parseNote(served(log, size, other).get('checkpoint')!).text);
    const files = served(log, 300);
    expect(await auditDoubt(files, log.key, seen(0))).toBeUndefined();
    expect(await auditDoubt(files, log.key, seen(299))).toBeUndefined();
    expect(await auditDoubt(files, log.key, seen(300))).toBeUndefined();
    expect(await auditDoubt(files, log.key, seen(301))).toEqual({ kind: 'older_than_seen', size: 300, before: 301 });
    expect(await auditDoubt(files, log.key, seen(200, (i) => (i === 5 ? 'x' : undefined)))).toEqual({ kind: 'history_changed', before: 200 });
    expect(await auditDoubt(files, log.key, { ...seen(200), origin: 'elsewhere' })).toEqual({ kind: 'other_log', origin: log.key.name, before: 'elsewhere' });
  });

  it('may have dropped a partial tile for which there is a full one', async () => {
    const [now, later] = [served(log, 200), served(log, 256)];
    const files = new Map([['checkpoint', now.get('checkpoint')!], ['tile/0/000', later.get('tile/0/000')!], ['tile/entries/000', later.get('tile/entries/000')!]]);
    expect(await auditDoubt(files, log.key)).toBeUndefined();
  });

  it('proves an entry by a receipt', () => {
    const entries = [0, 1, 2].map((i) => encode(`entry ${i}`));
    const [a, b, c] = entries.map(leafHash) as [Uint8Array, Uint8Array, Uint8Array];
    const note = log.sign(checkpointText({ origin: log.key.name, size: 3, root: nodeHash(nodeHash(a, b), c) }));
    const text = `${proofHeader}\nextra ${toBase64(entries[1]!)}\nindex 1\n${toBase64(a)}\n${toBase64(c)}\n\n${note}`;
    const proof = parseProof(text);
    expect(verifyProof(proof, proof.extra!, [log.key]).checkpoint.size).toBe(3);
    expect(doubtOf(() => verifyProof(proof, entries[0]!, [log.key]))).toEqual({ kind: 'not_included', index: 1 });
    for (const bad of [text.replace('v1', 'v2'), text.replace('index 1', 'index 01'), text.replace(toBase64(a), 'abc'), text.replace('extra ', 'extra !'), ''])
      expect(doubtOf(() => parseProof(bad))).toEqual({ kind: 'proof_malformed' });
  });

  it('proofs of every tree up to 40 hold, and no other', () => {
    const leaves = Array.from({ length: 40 }, (_, i) => leafHash(encode(String(i))));
    const root = (from: number, to: number): Uint8Array => (to - from === 0 ? new Frontier().root : to - from === 1 ? leaves[from]! : nodeHash(root(from, from + split(to - from)), root(from + split(to - from), to)));
    const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
    const path = (m: number, from: number, to: number): Uint8Array[] => (to - from === 1 ? [] : m < split(to - from)
      ? [...path(m, from, from + split(to - from)), root(from + split(to - from), to)]
      : [...path(m - split(to - from), from + split(to - from), to), root(from, from + split(to - from))]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(39), fc.nat(39), (size, index, other) => {
      fc.pre(index < size);
      const proof = path(index, 0, size);
      expect(includes(root(0, size), size, index, leaves[index]!, proof)).toBe(true);
      if (other !== index) expect(includes(root(0, size), size, other, leaves[index]!, proof)).toBe(false);
    }));
  });
});

describe('what a log says', () => {
  const entry = (type: string, t: number, more: object = {}) => encode(JSON.stringify({ type, t, salt: `${type}${t}`, ...more }));

  it('who did what, and what does not fit', () => {
    const reader = new LogReader();
    [
      entry('lease', 1_000, { actor: 'p1', object: 'tsk_1' }),
      entry('access.read', 1_500, { actor: 'p1', object: 'ast_1' }),
      entry('submit', 2_000, { actor: 'p1', object: 'tsk_1' }),
      entry('submit', 900_000, { actor: 'p2', object: 'tsk_1' }),
      entry('policy', 3_000),
      entry('policy', 3_000),
      encode('{"no":"entry"}'),
      encode('not json'),
    ].forEach((bytes, i) => reader.add(i, bytes));
    const { timelines, types, gaps, gapCount } = reader.finish();
    expect(timelines).toEqual([
      { actor: 'p2', entries: 1, reads: 0, holds: 0, first: 900_000, last: 900_000 },
      { actor: 'p1', entries: 3, reads: 1, holds: 0, first: 1_000, last: 2_000 },
    ]);
    expect(types).toEqual({ lease: 1, 'access.read': 1, submit: 2, policy: 2 });
    expect(gaps).toEqual([
      { kind: 'submit_without_lease', index: 3 },
      { kind: 'time_back', index: 4, ms: 897_000 },
      { kind: 'time_back', index: 5, ms: 897_000 },
      { kind: 'repeated', index: 5, first: 4 },
      { kind: 'unreadable', index: 6 },
      { kind: 'unreadable', index: 7 },
    ]);
    expect(gapCount).toBe(6);
  });
});

describe('a log that took the place of one that lost entries', () => {
  const bundle = (from: number, to: number) => concat(...Array.from({ length: to - from }, (_, i) => encode(String(from + i))).map((e) => concat(Uint8Array.of(e.length >> 8, e.length & 255), e)));
  const rootOf = (size: number): Uint8Array => {
    const tree = new Frontier();
    for (let n = 0; n < size; n++) tree.append(leafHash(encode(String(n))));
    return tree.root;
  };
  const [closed, next] = [signer('log.example'), signer('log.example/2')];
  const at = (size: number) => ({ origin: 'log.example', size, root: rootOf(size) });
  const figures = `size=600,root=${toBase64(rootOf(600))},kept=300,kept_root=${toBase64(rootOf(300))}`;
  const text = `cloison.log-break/v1\nclosed ${keyText(closed.key)}\nsize 600\nroot ${toBase64(rootOf(600))}\nkept 300\nkept-root ${toBase64(rootOf(300))}\nnext ${keyText(next.key)}\ntime 1800000000\nreason The disk broke.\n`;
  const both = closed.sign(text) + next.sign(text).slice(text.length + 1);
  const files = () => new Map<string, Uint8Array>([
    ['breaks/1/note', encode(both)], ['breaks/1/checkpoint', encode(closed.sign(checkpointText(at(600))))],
    ['breaks/1/tile/entries/000', bundle(0, 256)], ['breaks/1/tile/entries/001.p/44', bundle(256, 300)],
  ]);
  const audit = (from: Map<string, Uint8Array>, keys: readonly NoteKey[], seen?: ReturnType<typeof at>) => auditBreaks((path) => Promise.resolve(from.get(path)), keys, seen);

  it('says what is missing, to who knows either key, and how much of what was seen', async () => {
    for (const key of [closed.key, next.key]) expect(await audit(files(), [key])).toMatchObject([{ size: 600, kept: 300, missing: 300, reason: 'The disk broke.', at: 1_800_000_000_000 }]);
    expect((await audit(files(), [next.key], at(600)))[0]?.seenAndGone).toBe(300);
    expect((await audit(files(), [next.key], at(200)))[0]?.seenAndGone).toBe(0);
    expect(await audit(new Map(), [next.key])).toEqual([]);
  });

  it('is refused when a byte is changed, a file or a signature is gone, or nobody knows it', async () => {
    for (const [path, bytes] of files()) {
      const changed = bytes.slice();
      changed[Math.floor(bytes.length / 2)]! ^= 4;
      await expect(audit(files().set(path, changed), [closed.key])).rejects.toThrow(Distrust);
      const fewer = files();
      fewer.delete(path);
      if (!path.endsWith('note')) await expect(audit(fewer, [closed.key])).rejects.toThrow(Distrust);
    }
    await expect(audit(files().set('breaks/1/note', encode(next.sign(text))), [next.key])).rejects.toThrow(Distrust);
    await expect(audit(files(), [signer('log.example').key])).rejects.toThrow(Distrust);
    await expect(audit(files(), [closed.key], { ...at(200), root: rootOf(201) })).rejects.toThrow(Distrust);
  });

  it('begins with the same figures, or hides something', async () => {
    const breaks = await audit(files(), [next.key]);
    const first = (rule: string) => encode(JSON.stringify({ object: 'log.example', rule, type: 'recovery' }));
    checkBeginning('log.example/2', first(figures), breaks);
    checkBeginning('log.example/2', sha256(encode(text)), breaks);
    checkBeginning('log.example', encode('{"type":"login"}'), []);
    expect(() => checkBeginning('log.example/2', first(figures), [])).toThrow(Distrust);
    expect(() => checkBeginning('log.example/2', first(figures.replace('600', '601')), breaks)).toThrow(Distrust);
    expect(() => checkBeginning('log.example/3', first(figures), breaks)).toThrow(Distrust);
    expect(() => checkBeginning('log.example/2', encode('{"type":"login"}'), breaks)).toThrow(Distrust);
  });
});

describe('what somebody holds', () => {
  it('is what he was given and has neither answered nor given back, and whose time has not run out', () => {
    const held = (...rows: readonly (readonly [type: string, decision?: string])[]): number | undefined => {
      const reader = new LogReader();
      rows.forEach(([type, decision], i) => reader.add(i, encode(JSON.stringify({ type, t: 1_000 + i, salt: String(i), actor: 'p1', object: 'tsk_1', decision }))));
      return reader.finish().timelines[0]?.holds;
    };
    expect(held(['lease', 'taken'])).toBe(1);
    for (const end of ['expired', 'revoked', 'skipped', 'released']) expect(held(['lease', 'taken'], ['lease', end])).toBe(0);
    for (const end of ['submit', 'review']) expect(held(['lease', 'taken'], [end])).toBe(0);
    expect(held(['lease', 'taken'], ['lease', 'expired'], ['lease', 'taken'])).toBe(1);
  });
});

// A log and its files, made with Node's own keys

function rawKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' })).slice(-32);
}

interface TestSigner { readonly key: NoteKey; sign(text: string): string; line(text: string, seconds: number): string }

function signer(name: string, type: 'log' | 'witness' = 'log'): TestSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = rawKey(publicKey);
  const number = type === 'log' ? 1 : 4;
  const id = sha256(concat(encode(`${name}\n`), Uint8Array.of(number), raw)).slice(0, 4);
  const line = (blob: Uint8Array) => `— ${name} ${toBase64(concat(id, blob))}\n`;
  return {
    key: parseKey(`${name}+${toHex(id)}+${toBase64(concat(Uint8Array.of(number), raw))}`)!,
    sign: (text) => `${text}\n${line(new Uint8Array(sign(null, encode(text), privateKey)))}`,
    line: (text, seconds) => {
      const time = new Uint8Array(8);
      new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
      return line(concat(time, new Uint8Array(sign(null, encode(`cosignature/v1\ntime ${seconds}\n${text}`), privateKey))));
    },
  };
}

function served(log: TestSigner, size: number, other: (index: number) => string | undefined = () => undefined): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (tile: Tile, bytes: Uint8Array) => files.set(tilePath(tile), bytes);
  const builder = new TileBuilder(put);
  let bundle: Uint8Array[] = [];
  const close = (index: number, width: number) => {
    files.set(entriesPath({ level: 0, index, width }), concat(...bundle));
    bundle = [];
  };
  for (let i = 0; i < size; i++) {
    const entry = encode(other(i) ?? `entry ${i}`);
    bundle.push(Uint8Array.of(entry.length >> 8, entry.length & 255), entry);
    builder.append(leafHash(entry));
    if (i % 256 === 255) close(Math.floor(i / 256), 256);
  }
  if (size % 256 !== 0) close(Math.floor(size / 256), size % 256);
  for (const { tile, bytes } of builder.partial()) put(tile, bytes);
  files.set('checkpoint', encode(log.sign(checkpointText({ origin: log.key.name, size, root: builder.root }))));
  return files;
}

async function auditDoubt(files: ReadonlyMap<string, Uint8Array>, key: NoteKey, seen?: Checkpoint): Promise<Doubt | undefined> {
  try {
    await auditLog(async (path) => files.get(path), { keys: [key], seen });
    return undefined;
  } catch (error) {
    if (error instanceof Distrust) return error.doubt;
    throw error;
  }
}

function doubtOf(action: () => unknown): Doubt | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof Distrust) return error.doubt;
    throw error;
  }
}
