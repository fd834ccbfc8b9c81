import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsFor } from '../../engine/image';

const parts = ['core', 'fields', 'image'] as const;
type Tree = { [key: string]: string | Tree };
const read = (language: string): Tree =>
  Object.assign({}, ...parts.map((p) => JSON.parse(readFileSync(new URL(`../../i18n/${language}/workbench.${p}.json`, import.meta.url), 'utf8')) as Tree));
const flat = (tree: Tree, at = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([k, v]) => (typeof v === 'string' ? [[at + k, v] as [string, string]] : flat(v, `${at}${k}.`)));
/** French has a plural form more. */
const base = (key: string): string => key.replace(/_(one|many|other)$/, '');

describe('strings of the workbench', () => {
  const english = new Map(flat(read('en')));
  const french = new Map(flat(read('fr')));

  it('are the same in French as in English, with the same places to fill', () => {
    expect([...new Set([...french.keys()].map(base))].sort()).toEqual([...new Set([...english.keys()].map(base))].sort());
    const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort();
    for (const [key, text] of english) expect([key, places(french.get(key)!)]).toEqual([key, places(text)]);
  });

  it('have a title for every command', () => {
    const commands = commandsFor({ editor: 'image', inputs: [], classes: [{ name: 'a', color: '#000000', shapes: ['box'] }] });
    for (const c of commands) expect(english.has(c.titleKey), c.titleKey).toBe(true);
  });

  it('have a text for every key that the sources name', () => {
    const sources = import.meta.glob(['../../engine/**/*.ts', '../image/*.tsx', '../fields/*.tsx', '!../../**/*.test.ts'], { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
    const known = new Set([...english.keys()].map(base));
    for (const [file, source] of Object.entries(sources))
      for (const [, key] of source.matchAll(/'((?:command|step|announce|issue|fields|image)\.[\w.]*\w)'/g)) expect(known.has(key!), `${key} in ${file}`).toBe(true);
  });
});
