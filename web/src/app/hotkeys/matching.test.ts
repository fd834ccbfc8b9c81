import { expect, test } from 'vitest';
import { match, type KeyPress } from './matching';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test('a sequence begins and completes', () => {
  expect(match('g p', [press('g')])).toBe('begun');
  expect(match('g p', [press('g'), press('p')])).toBe('complete');
  expect(match('g p', [press('g'), press('x')])).toBe('no');
});

test('modifiers must be as written, except that ? may need shift', () => {
  expect(match('mod+k', [press('k', { ctrlKey: true })])).toBe('complete');
  expect(match('mod+k', [press('k')])).toBe('no');
  expect(match('k', [press('k', { ctrlKey: true })])).toBe('no');
  expect(match('?', [press('?', { shiftKey: true })])).toBe('complete');
});
