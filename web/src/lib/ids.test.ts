import { expect, test } from 'vitest';
import { newId } from './ids';

test('an id has its prefix and 26 base32 digits that fit into 128 bits', () => {
  for (let i = 0; i < 200; i++) expect(newId('cmt')).toMatch(/^cmt_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
});

test('ids sort by time', () => {
  expect(newId('cmt', 1_700_000_000_000) < newId('cmt', 1_700_000_000_001)).toBe(true);
});
