import { expect, test } from 'vitest';
import type { Region } from '../engine/model';
import { cutAtSpans } from './cutAtSpans';

const span = (id: string, start: number, end: number): Region => ({ id, class: 'c', shape: { kind: 'span', input: 'text', start, end } });

test('overlapping spans share the piece in the middle, and the text stays whole', () => {
  const pieces = cutAtSpans('abcdefgh', 'text', [span('1', 1, 5), span('2', 3, 7)]);
  expect(pieces.map((p) => [p.text, p.regions.map((r) => r.id).join('')])).toEqual([['a', ''], ['bc', '1'], ['de', '12'], ['fg', '2'], ['h', '']]);
  expect(pieces.map((p) => p.text).join('')).toBe('abcdefgh');
});

test('spans of another input and outside of the text do not count', () => {
  expect(cutAtSpans('ab', 'other', [span('1', 0, 1)])).toHaveLength(1);
  expect(cutAtSpans('ab', 'text', [span('1', 1, 9)]).map((p) => p.text)).toEqual(['a', 'b']);
});
