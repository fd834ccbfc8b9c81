import { expect, test } from 'vitest';
import type { Ontology } from '../../lib/contracts';
import { checkOntology } from './rules';

const sound: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }],
  classes: [
    { name: 'vehicle', color: '#112233', shapes: ['box'], hotkey: '1' },
    { name: 'car', color: '#445566', shapes: ['box', 'polygon'], parent: 'vehicle', hotkey: '2' },
  ],
  fields: [
    { kind: 'boolean', name: 'usable' },
    { kind: 'choice', name: 'why', options: [{ value: 'dark' }, { value: 'blurred' }], showWhen: { field: 'usable', anyOf: ['false'] } },
  ],
};
const places = (ontology: Ontology) => checkOntology(ontology).map((error) => `${error.path} ${error.code}`);

test('a sound ontology has no errors', () => expect(places(sound)).toEqual([]));

test('names and hotkeys are unique, whatever their case', () => {
  const [a, b] = sound.classes ?? [];
  expect(places({ ...sound, classes: [a!, { ...b!, name: 'vehicle', parent: undefined }] })).toEqual(['classes[1] nameTwice']);
  expect(places({ ...sound, classes: [{ ...a!, hotkey: 'q' }, { ...b!, hotkey: 'Q' }] })).toEqual(['classes[1].hotkey hotkeyTaken']);
});

test('a class is not its own ancestor, and its parent exists', () => {
  const [a, b] = sound.classes ?? [];
  expect(places({ ...sound, classes: [{ ...a!, parent: 'car' }, b!] })).toEqual(['classes[0].parent ownAncestor', 'classes[1].parent ownAncestor']);
  expect(places({ ...sound, classes: [b!] })).toEqual(['classes[0].parent noParent']);
});

test('spans belong to the text editor', () => {
  expect(places({ ...sound, editor: 'text' })).toEqual(['inputs inputKind', 'classes[0].shapes wrongShape', 'classes[1].shapes wrongShape']);
});

test('a condition names a field further up', () => {
  expect(places({ ...sound, fields: [...(sound.fields ?? [])].reverse() })).toEqual(['fields[0].showWhen.field conditionNotEarlier']);
});

test('there is something to answer', () => {
  expect(places({ ...sound, classes: [], fields: [] })).toEqual(['classes nothingToAnswer']);
  expect(places({ editor: 'form', inputs: [{ name: 't', kind: 'text' }] })).toEqual(['fields formNeedsField']);
});

test('bounds are the right way round', () => {
  const fields: Ontology['fields'] = [
    { kind: 'number', name: 'n', min: 2, max: 1 }, { kind: 'number', name: 's', step: 0 }, { kind: 'text', name: 't', minLength: 3, maxLength: 2 },
  ];
  expect(places({ ...sound, fields })).toEqual(['fields[0].max maxBelowMin', 'fields[1].step step', 'fields[2].maxLength maxLengthBelowMin']);
});
