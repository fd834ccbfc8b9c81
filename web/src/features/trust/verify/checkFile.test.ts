import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { encode, toBase64, toHex } from '../../../engine/tlog';
import { concat } from '../../../engine/tlog/bytes';
import { leafHash } from '../../../engine/tlog/merkle';
import { sha256 } from '../../../engine/tlog/sha256';
import { checkAnchor } from './checkAnchor';
import { checkFile } from './checkFile';

const log = signer('labels.example/l/amber-heron');
const entry = encode('{"actor":"p1","salt":"c2FsdA==","t":1764000000000,"type":"access.read","v":1}');
const checkpoint = log.sign(`labels.example/l/amber-heron\n1\n${toBase64(leafHash(entry))}\n`);
const receipt = `c2sp.org/tlog-proof@v1\nextra ${toBase64(entry)}\nindex 0\n\n${checkpoint}`;

test('a kept file says what it proves: a receipt, a head, a certificate', () => {
  expect(checkFile(encode(receipt), log.key)).toMatchObject({ kind: 'receipt', index: 0, size: 1, entry: { type: 'access.read', t: 1_764_000_000_000 } });
  expect(checkFile(encode(checkpoint), log.key)).toMatchObject({ kind: 'checkpoint', size: 1 });
  expect(checkFile(encode(log.sign('cloison screening certificate v1\nexposed 14\n')), log.key)).toMatchObject({ kind: 'certificate', text: 'cloison screening certificate v1\nexposed 14\n' });
});

test('a certificate is believed by the key that the host certifies with, and nothing else is', () => {
  const host = signer('cloison/certificates');
  const note = host.sign('cloison ownership statement v1\ncurrent none\n');
  expect(checkFile(encode(note), log.key, host.key)).toEqual({ kind: 'certificate', text: 'cloison ownership statement v1\ncurrent none\n', hash: toHex(sha256(encode(note))) });
  expect(checkFile(encode(note.replace('none', 'some')), log.key, host.key)).toEqual({ kind: 'doubt', doubt: { kind: 'signature_wrong', name: 'cloison/certificates' } });
  expect(checkFile(encode(note), log.key)).toEqual({ kind: 'doubt', doubt: { kind: 'signed_by_nobody_known' } });
  expect(checkFile(encode(host.sign(`labels.example/l/amber-heron\n1\n${toBase64(leafHash(entry))}\n`)), log.key, host.key)).toMatchObject({ kind: 'doubt' });
});

test('another entry, another key, no entry and no key prove nothing', () => {
  expect(checkFile(encode(receipt.replace(toBase64(entry), toBase64(encode('{}')))), log.key)).toEqual({ kind: 'doubt', doubt: { kind: 'not_included', index: 0 } });
  expect(checkFile(encode(receipt), signer('labels.example/l/calm-otter').key)).toEqual({ kind: 'doubt', doubt: { kind: 'signed_by_nobody_known' } });
  expect(checkFile(encode(receipt.replace(/extra .*\n/, '')), log.key)).toEqual({ kind: 'no_entry' });
  expect(checkFile(encode(checkpoint), 'no key')).toEqual({ kind: 'doubt', doubt: { kind: 'signed_by_nobody_known' } });
  expect(checkFile(Uint8Array.of(0xff, 0xfe), log.key)).toMatchObject({ kind: 'doubt' });
});

test('the log of logs holds the salted checkpoint, and no other', () => {
  const all = signer('labels.example/logs');
  const salt = encode('sixteen bytes ok');
  const committed = sha256(concat(salt, encode(checkpoint)));
  const proof = `c2sp.org/tlog-proof@v1\nindex 0\n\n${all.sign(`labels.example/logs\n1\n${toBase64(leafHash(committed))}\n`)}`;
  const anchor = { checkpoint, salt: toBase64(salt), index: 0, proof, key: all.key, at: '2026-11-27T12:00:00Z' };
  expect(checkAnchor(anchor, log.key)).toEqual({ kind: 'good', size: 1, index: 0, of: 1 });
  expect(checkAnchor({ ...anchor, salt: toBase64(encode('sixteen bytes no')) }, log.key)).toEqual({ kind: 'doubt', doubt: { kind: 'not_included', index: 0 } });
  expect(checkAnchor(anchor, all.key)).toMatchObject({ kind: 'doubt' });
});

function signer(name: string): { key: string; sign(text: string): string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = concat(Uint8Array.of(1), new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).slice(-32));
  const id = sha256(concat(encode(`${name}\n`), raw)).slice(0, 4);
  return {
    key: `${name}+${toHex(id)}+${toBase64(raw)}`,
    sign: (text) => `${text}\n— ${name} ${toBase64(concat(id, new Uint8Array(sign(null, encode(text), privateKey))))}\n`,
  };
}
