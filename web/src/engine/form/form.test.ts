import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Ontology } from '../model';
import { bindCommands, HotkeyDispatcher } from '../core';
import { commandsFor, diffWords, FormCore } from '.';

const ontology: Ontology = {
  editor: 'form',
  inputs: [{ name: 'text', kind: 'text' }],
  fields: [
    { name: 'tone', kind: 'choice', required: true, options: [{ value: 'good' }, { value: 'bad' }, { value: 'none', hotkey: 'x' }] },
    { name: 'why', kind: 'multi_choice', options: [{ value: 'rude' }, { value: 'wrong' }], showWhen: { field: 'tone', anyOf: ['bad'] } },
    { name: 'sure', kind: 'boolean', required: true },
  ],
};

function make() {
  const core = new FormCore({ ontology, mode: 'label' });
  const dispatcher = new HotkeyDispatcher();
  dispatcher.add({ commands: bindCommands(core, commandsFor(ontology)) });
  const press = (key: string): boolean =>
    dispatcher.handle({ key, code: /^\d$/.test(key) ? `Digit${key}` : key.length === 1 ? `Key${key.toUpperCase()}` : key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false });
  return { core, press };
}

it('one key a question, from the top down', () => {
  const { core, press } = make();
  press('1');
  expect(core.activeField?.name).toBe('sure');
  press('2');
  expect(core.toContent()).toEqual({ values: { tone: 'good', sure: false } });
  expect(core.check()).toEqual([]);
});

it('questions that appear are next; several options stay on the question', () => {
  const { core, press } = make();
  press('2');
  expect(core.activeField?.name).toBe('why');
  press('1');
  press('2');
  expect(core.value('why')).toEqual(['rude', 'wrong']);
  press('1');
  expect(core.value('why')).toEqual(['wrong']);
  press('ArrowDown');
  press('1');
  expect(core.toContent().values).toEqual({ tone: 'bad', why: ['wrong'], sure: true });
});

it('an option has its own key, and the question can be answered anew', () => {
  const { core, press } = make();
  press('x');
  expect(core.value('tone')).toBe('none');
  press('ArrowUp');
  press('1');
  expect(core.value('tone')).toBe('good');
  core.undo();
  core.undo();
  expect(core.toContent()).toEqual({});
});

it('typing in a field is one step', () => {
  const core = new FormCore({ ontology: { editor: 'form', inputs: [], fields: [{ name: 'a', kind: 'text' }] }, mode: 'label' });
  for (const t of ['h', 'he', 'hel']) core.answer('a', t);
  core.undo();
  expect(core.toContent()).toEqual({});
});

it('whatever keys are pressed, undoing all gives the start', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('1', '2', 'x', 'ArrowUp', 'ArrowDown')), (keys) => {
    const { core, press } = make();
    keys.forEach(press);
    while (core.undo());
    expect(core.toContent()).toEqual({});
  }));
});

it('marks the words that differ', () => {
  const marked = (parts: readonly { text: string; differs: boolean }[]) => parts.map((p) => (p.differs ? `[${p.text}]` : p.text)).join('');
  const [left, right] = diffWords('the quick brown fox', 'the slow brown dog')!;
  expect([marked(left), marked(right)]).toEqual(['the [quick] brown [fox]', 'the [slow] brown [dog]']);
  expect(diffWords('a b', 'a b')!.map(marked)).toEqual(['a b', 'a b']);
});

it('loses no word, and what is unmarked is the same in both', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'dé'), { maxLength: 40 }).map((w) => w.join(''));
  fc.assert(fc.property(words, words, (a, b) => {
    const [left, right] = diffWords(a, b)!;
    const same = (parts: readonly { text: string; differs: boolean }[]) => parts.filter((p) => !p.differs).map((p) => p.text).join('');
    expect(left.map((p) => p.text).join('')).toBe(a);
    expect(right.map((p) => p.text).join('')).toBe(b);
    expect(same(left)).toBe(same(right));
  }));
});
