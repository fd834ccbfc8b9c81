import { expect, test } from 'vitest';
import type { Ontology } from '../../lib/contracts';
import { changeClass, changeField, freeName, move, nest, nextHotkey, removeClass } from './edits';

const ontology: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }],
  classes: [
    { name: 'car', color: '#000000', shapes: ['box'], parent: 'vehicle' },
    { name: 'vehicle', color: '#000000', shapes: ['box'] },
    { name: 'sign', color: '#000000', shapes: ['box'] },
  ],
  relations: [{ name: 'shows', color: '#000000', from: ['sign'], to: ['vehicle'] }],
};

test('a new name goes along to children and relations', () => {
  const next = changeClass(ontology, 1, { name: 'machine' });
  expect(next.classes?.[0]?.parent).toBe('machine');
  expect(next.relations?.[0]?.to).toEqual(['machine']);
});

test('removing a class frees its children and leaves no name behind', () => {
  const next = removeClass(ontology, 1);
  expect(next.classes?.[0]?.parent).toBeUndefined();
  expect(next.relations?.[0]?.to).toBeUndefined();
});

test('children come below their parents, and circles do not hang', () => {
  expect(nest(ontology.classes ?? [])).toEqual([{ index: 1, depth: 0 }, { index: 0, depth: 1 }, { index: 2, depth: 0 }]);
  expect(nest([{ name: 'a', color: '', shapes: [], parent: 'b' }, { name: 'b', color: '', shapes: [], parent: 'a' }])).toHaveLength(2);
});

test('renaming a field takes its conditions along', () => {
  const fields = changeField([{ kind: 'boolean', name: 'a' }, { kind: 'text', name: 'b', showWhen: { field: 'a', anyOf: ['true'] } }], 0, { kind: 'boolean', name: 'z' });
  expect(fields[1]?.showWhen?.field).toBe('z');
});

test('small tools', () => {
  expect(move([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
  expect(move([1, 2], 0, 5)).toEqual([1, 2]);
  expect(freeName('class', ['class', 'class_2'])).toBe('class_3');
  expect(nextHotkey(['1', '2', undefined, 'Q'])).toBe('3');
});
