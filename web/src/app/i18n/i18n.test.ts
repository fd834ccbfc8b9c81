import { expect, test } from 'vitest';
import { messages as en } from '../../i18n/en/index';
import { messages as fr } from '../../i18n/fr/index';
import type { Messages } from '../../i18n/plurals';

const flatten = (messages: Messages, prefix = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`)));

const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)|<(\d+)>/g)].map((match) => match[1] ?? match[2]).sort();

test('both languages say the same things', () => {
  expect(Object.keys(fr)).toEqual(Object.keys(en));
  for (const [namespace, content] of Object.entries(en))
    expect(flatten(fr[namespace] ?? {}).map(([key]) => key).sort(), namespace).toEqual(flatten(content).map(([key]) => key).sort());
});

test('both languages have the same placeholders', () => {
  for (const [namespace, content] of Object.entries(en)) {
    const other = new Map(flatten(fr[namespace] ?? {}));
    for (const [key, text] of flatten(content))
      if (!key.endsWith('_one')) expect(placeholders(other.get(key) ?? ''), `${namespace}:${key}`).toEqual(placeholders(text));
  }
});
