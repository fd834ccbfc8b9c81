import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotationContent, Ontology } from '../model';
import { bindCommands, runCommand, type CommandDef } from './commands';
import { classCommands, coreCommands, reorder, type Move } from './coreCommands';
import { diffContents } from './diffContents';
import { EditorCore } from './editor';
import { assignKeys, canonicalChord, chordLabel, chordsOf, HotkeyDispatcher, type KeyInput } from './hotkeys';
import { uuidv7 } from './ids';
import { composeDiffs, invertDiff, RecordStore } from './records';

const ontology: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }],
  classes: [
    { name: 'car', color: '#ff0000', shapes: ['box', 'polygon'], attributes: [
      { kind: 'choice', name: 'state', options: [{ value: 'parked' }, { value: 'moving' }], required: true },
      { kind: 'number', name: 'speed', min: 0, max: 300, required: true, showWhen: { field: 'state', anyOf: ['moving'] } },
    ] },
    { name: 'sign', color: '#00ff00', shapes: ['box', 'point'], attributes: [{ kind: 'text', name: 'words', maxLength: 5 }] },
    { name: 'tree', color: '#0000ff', shapes: ['point'], hotkey: 't' },
  ],
  relations: [{ name: 'near', color: '#888888', from: ['car'] }],
  fields: [{ kind: 'boolean', name: 'blurry', required: true }, { kind: 'multi_choice', name: 'why', options: [{ value: 'rain' }, { value: 'night' }], showWhen: { field: 'blurry', anyOf: ['true'] } }],
};

const box = (x = 0) => ({ kind: 'box', x, y: 0, width: 10, height: 10 }) as const;

function editor(content: AnnotationContent = {}): EditorCore {
  let next = 0;
  return new EditorCore({ ontology, content, mode: 'label', context: { frame: { width: 100, height: 100 } }, ids: () => `r${++next}` });
}

function withRegions(count: number): EditorCore {
  return editor({ regions: Array.from({ length: count }, (_, i) => ({ id: `a${i}`, class: 'car', shape: box(i) })) });
}

const ids = (core: EditorCore): string => core.regions.map((r) => r.id).join(' ');

describe('history', () => {
  type Op = { kind: 'add' | 'remove' | 'move' | 'class' | 'attribute' | 'value' | 'relate' | 'reorder' | 'undo' | 'redo' | 'bail' | 'squash'; a: number; b: number };
  const op: fc.Arbitrary<Op> = fc.record({
    kind: fc.constantFrom('add', 'remove', 'move', 'class', 'attribute', 'value', 'relate', 'reorder', 'undo', 'redo', 'bail', 'squash'),
    a: fc.nat(20), b: fc.nat(20),
  });

  function perform(core: EditorCore, { kind, a, b }: Op): void {
    const region = core.regions[a % Math.max(1, core.regions.length)];
    const other = core.regions[b % Math.max(1, core.regions.length)];
    switch (kind) {
      case 'add': return void core.transact('add', (tx) => tx.addRegion({ class: 'car', shape: box(a), score: 0.5 }));
      case 'remove': return void core.transact('remove', (tx) => region && tx.removeRegion(region.id));
      case 'move': return void core.transact('move', (tx) => region && tx.updateRegion(region.id, { shape: box(b) }), b % 2 ? { coalesce: 'move' } : {});
      case 'class': return void core.transact('class', (tx) => region && tx.setClass(region.id, b % 2 ? 'car' : 'sign'));
      case 'attribute': return void core.transact('attribute', (tx) => region && tx.setAttribute(region.id, 'state', b % 2 ? 'moving' : undefined));
      case 'value': return void core.transact('value', (tx) => tx.setValue('blurry', b % 3 === 0 ? undefined : b % 2 === 0));
      case 'relate': return void core.transact('relate', (tx) => region && other && tx.addRelation({ name: 'near', from: region.id, to: other.id }));
      case 'reorder':
        if (region) core.select([region.id]);
        return reorder(core, (['forward', 'backward', 'front', 'back'] as Move[])[b % 4]!);
      case 'undo': return void core.undo();
      case 'redo': return void core.redo();
      case 'bail': case 'squash': {
        const mark = core.mark();
        core.transact('inside', (tx) => tx.addRegion({ class: 'sign', shape: box(a) }));
        core.transact('inside', (tx) => region && tx.removeRegion(region.id));
        return kind === 'bail' ? core.bail(mark) : core.squash(mark, 'squashed');
      }
    }
  }

  it('undoing everything gives the start, redoing everything gives the end', () => {
    fc.assert(fc.property(fc.array(op, { maxLength: 60 }), (ops) => {
      const core = editor({ regions: [{ id: 'seed', class: 'car', shape: box(), score: 0.9 }], values: { blurry: true } });
      const start = core.toContent();
      const replica = new RecordStore();
      for (const r of core.records()) replica.put(r);
      core.changes.on((c) => replica.apply(c.diff));
      for (const o of ops) perform(core, o);
      while (core.redo()); // the walk may have stopped in the middle of the history
      const end = core.toContent();
      expect(replica.records()).toEqual(core.records());
      while (core.undo());
      expect(core.toContent()).toEqual(start);
      while (core.redo());
      expect(core.toContent()).toEqual(end);
      expect(replica.records()).toEqual(core.records());
    }), { numRuns: 300 });
  });

  it('takes a gesture back to its mark and leaves redo as it was', () => {
    const core = editor();
    core.transact('add', (tx) => tx.addRegion({ class: 'car', shape: box() }));
    core.undo();
    const mark = core.mark();
    core.transact('add', (tx) => tx.addRegion({ class: 'car', shape: box(5) }));
    core.bail(mark);
    expect(core.regions).toHaveLength(0);
    expect(core.redoLabel).toBe('add');
    expect(core.redo()).toBe(true);
    expect(ids(core)).toBe('r1');
  });

  it('squashes a gesture into one step', () => {
    const core = editor();
    const mark = core.mark();
    for (let i = 0; i < 5; i++) core.transact('add', (tx) => tx.addRegion({ class: 'car', shape: box(i) }));
    core.squash(mark, 'five');
    expect(core.undoLabel).toBe('five');
    core.undo();
    expect(core.regions).toHaveLength(0);
  });

  it('joins neighbouring steps with the same key until sealed', () => {
    const core = withRegions(1);
    const nudge = (x: number) => core.transact('nudge', (tx) => tx.updateRegion('a0', { shape: box(x) }), { coalesce: 'nudge' });
    nudge(1); nudge(2); core.seal(); nudge(3);
    core.undo();
    expect(core.region('a0')!.shape).toEqual(box(2));
    core.undo();
    expect(core.region('a0')!.shape).toEqual(box(0));
  });

  it('takes a failed transaction back whole', () => {
    const core = withRegions(2);
    const before = core.toContent();
    expect(() => core.transact('bad', (tx) => { tx.removeRegion('a0'); tx.addRegion({ class: 'car', shape: box() }); throw new Error('no'); })).toThrow('no');
    expect(core.toContent()).toEqual(before);
    expect(core.undoLabel).toBeUndefined();
  });

  it('composes a diff with its inverse to nothing', () => {
    const core = withRegions(1);
    core.changes.on(({ diff }) => expect(composeDiffs([diff, invertDiff(diff)])).toEqual({ added: [], updated: [], removed: [] }));
    core.transact('x', (tx) => { tx.addRegion({ class: 'car', shape: box() }); tx.removeRegion('a0'); });
  });
});

describe('document', () => {
  it('drops the score of a prediction when a person touches it, but not when it is only restacked', () => {
    const core = editor({ regions: [{ id: 'p', class: 'car', shape: box(), score: 0.7 }, { id: 'q', class: 'car', shape: box() }] });
    core.select(['p']);
    reorder(core, 'front');
    expect(core.region('p')!.score).toBe(0.7);
    core.transact('move', (tx) => tx.updateRegion('p', { shape: box(3) }));
    expect(core.region('p')!.score).toBeUndefined();
  });

  it('keeps only the attributes that the new class has, and removes relations with their regions', () => {
    const core = editor();
    const [a, b] = core.transact('add', (tx) => [tx.addRegion({ class: 'car', shape: box(), attributes: { state: 'moving', speed: 3 } }), tx.addRegion({ class: 'car', shape: box() })])!;
    core.transact('relate', (tx) => tx.addRelation({ name: 'near', from: a!.id, to: b!.id }));
    core.transact('class', (tx) => tx.setClass(a!.id, 'sign'));
    expect(core.region(a!.id)!.attributes).toBeUndefined();
    core.transact('remove', (tx) => tx.removeRegion(b!.id));
    expect(core.relations).toHaveLength(0);
  });

  it('leaves answers to hidden fields out of the content', () => {
    const core = editor();
    core.transact('v', (tx) => { tx.setValue('blurry', true); tx.setValue('why', ['rain']); });
    core.transact('v', (tx) => tx.setValue('blurry', false));
    expect(core.toContent()).toEqual({ values: { blurry: false } });
  });

  it('is not changed while it is reviewed, until the reviewer fixes', () => {
    const core = new EditorCore({ ontology, content: { regions: [{ id: 'a', class: 'car', shape: box() }] }, mode: 'review' });
    core.transact('x', (tx) => tx.removeRegion('a'));
    expect(core.regions).toHaveLength(1);
    core.setFixing(true);
    core.transact('x', (tx) => tx.removeRegion('a'));
    expect(core.regions).toHaveLength(0);
  });

  it('forgets a selected region that is gone', () => {
    const core = withRegions(2);
    core.select(['a0', 'a1']);
    core.transact('x', (tx) => tx.removeRegion('a0'));
    expect([...core.selection]).toEqual(['a1']);
    core.undo();
    expect([...core.selection]).toEqual(['a0']);
  });
});

describe('stacking order', () => {
  it.each<[Move, string]>([['forward', 'a0 a2 a1 a3'], ['backward', 'a1 a0 a2 a3'], ['front', 'a0 a2 a3 a1'], ['back', 'a1 a0 a2 a3']])('%s', (move, expected) => {
    const core = withRegions(4);
    core.select(['a1']);
    reorder(core, move);
    expect(ids(core)).toBe(expected);
    core.undo();
    expect(ids(core)).toBe('a0 a1 a2 a3');
  });

  it('survives a thousand swaps without running out of numbers', () => {
    const core = withRegions(3);
    for (let i = 0; i < 1000; i++) {
      core.select([core.regions[1]!.id]);
      reorder(core, i % 2 ? 'forward' : 'backward');
    }
    expect(new Set(core.regions.map((r) => r.order)).size).toBe(3);
  });
});

describe('check', () => {
  it('says where an answer is missing or wrong, and asks for nothing that is hidden', () => {
    const core = editor({
      regions: [
        { id: 'a', class: 'car', shape: box(), attributes: { state: 'parked' } },
        { id: 'b', class: 'car', shape: box(), attributes: { state: 'moving' } },
        { id: 'c', class: 'sign', shape: { kind: 'box', x: 95, y: 0, width: 10, height: 5 }, attributes: { words: 'too long' } },
        { id: 'd', class: 'tree', shape: box() },
      ],
      values: { why: ['rain'] },
    });
    expect(core.check().map((i) => `${i.path} ${i.messageKey}`)).toEqual([
      'regions[1].attributes.speed issue.required',
      'regions[2].shape issue.outsideImage',
      'regions[2].attributes.words issue.tooLong',
      'regions[3].shape issue.wrongShape',
      'values.blurry issue.required',
    ]);
    expect(core.check(false).some((i) => i.messageKey === 'issue.required')).toBe(false);
  });

  it('bounds spans by the text in UTF-16 code units', () => {
    const text = editorForText('a😀b');
    expect(text(0, 4)).toEqual([]);
    expect(text(0, 5)).toEqual(['issue.badSpan']);
    expect(text(2, 2)).toEqual(['issue.badSpan']);
  });

  function editorForText(words: string) {
    return (start: number, end: number) => new EditorCore({
      ontology: { editor: 'text', inputs: [{ name: 't', kind: 'text' }], classes: [{ name: 'x', color: '#000000', shapes: ['span'] }] },
      content: { regions: [{ id: 'a', class: 'x', shape: { kind: 'span', input: 't', start, end } }] },
      mode: 'label', context: { texts: { t: words } },
    }).check().map((i) => i.messageKey);
  }
});

describe('diff of two contents', () => {
  it('names what was added, removed and changed, and how', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id, i) => ({ id, class: 'car', shape: box(i) }));
    const diff = diffContents(
      { regions: [a!, b!, c!], values: { blurry: true } },
      { regions: [{ ...b!, class: 'sign' }, { ...c!, shape: box(50) }, d!], values: { blurry: false } },
    );
    expect(diff.added).toEqual([d]);
    expect(diff.removed).toEqual([a]);
    expect(diff.changed.map((x) => [x.after.id, ...x.what])).toEqual([['b', 'class'], ['c', 'shape']]);
    expect(diff.values).toEqual([{ field: 'blurry', before: true, after: false }]);
  });

  it('counts only the region that was moved in the stack', () => {
    const regions = ['a', 'b', 'c', 'd'].map((id) => ({ id, class: 'car', shape: box() }));
    const diff = diffContents({ regions }, { regions: [regions[1]!, regions[2]!, regions[3]!, regions[0]!] });
    expect(diff.changed.map((c) => [c.after.id, ...c.what])).toEqual([['a', 'order']]);
  });
});

describe('hotkeys', () => {
  const press = (key: string, code: string, mods: Partial<KeyInput> = {}): KeyInput => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods });

  it('reads letters as printed, digits by place, and falls back to the place on other alphabets', () => {
    expect(chordsOf(press('a', 'KeyQ'))).toEqual(['A']); // AZERTY
    expect(chordsOf(press('ф', 'KeyA'))).toContain('A'); // Cyrillic
    expect(chordsOf(press('&', 'Digit1'))).toContain('1'); // AZERTY without Shift
    expect(chordsOf(press('-', 'Digit6'))).toEqual(['6', '-']); // AZERTY
    expect(chordsOf(press('!', 'Digit1', { shiftKey: true }))).toContain('Shift+1');
    expect(chordsOf(press('5', 'Numpad5'))).toContain('5');
    expect(chordsOf(press('?', 'Slash', { shiftKey: true }))).toContain('?');
    expect(chordsOf(press('[', 'Digit5', { ctrlKey: true, altKey: true }))).toContain('['); // AltGr on Windows
    expect(chordsOf(press('Z', 'KeyW', { metaKey: true, shiftKey: true }))).toEqual(['Mod+Shift+Z']);
    expect(chordsOf(press('ArrowLeft', 'ArrowLeft', { shiftKey: true }))).toEqual(['Shift+ArrowLeft']);
    expect(chordsOf(press('+', 'Equal', { ctrlKey: true }))).toContain('Mod++');
    expect(canonicalChord('shift+mod+z')).toBe('Mod+Shift+Z');
    expect(chordLabel('Mod++')).toBe('Ctrl +');
  });

  const command = (id: string, keys: string[], log: string[], more: Partial<CommandDef> = {}): CommandDef =>
    ({ id, keys, scope: 'page', group: 'edit', titleKey: id, run: () => void log.push(id), ...more });

  it('lets later layers win, skips disabled commands, and is silent in text fields', () => {
    const log: string[] = [];
    const core = editor();
    const keys = new HotkeyDispatcher();
    keys.add({ commands: bindCommands(core, [command('tool', ['b'], log), command('submit', ['Mod+Enter'], log, { scope: 'always' })]) });
    const remove = keys.add({ commands: bindCommands(core, [command('label', ['B'], log), command('off', ['C'], log, { enabled: () => false })]) });
    expect(keys.handle(press('b', 'KeyB'))).toBe(true);
    expect(keys.keysFor('tool')).toEqual([]);
    expect(keys.handle(press('c', 'KeyC'))).toBe(false);
    expect(keys.handle(press('b', 'KeyB'), 'text')).toBe(false);
    expect(keys.handle(press('Enter', 'Enter', { ctrlKey: true }), 'text')).toBe(true);
    remove();
    keys.handle(press('b', 'KeyB'));
    const resume = keys.suspend();
    expect(keys.handle(press('b', 'KeyB'))).toBe(false);
    resume();
    expect(log).toEqual(['label', 'submit', 'tool']);
  });

  it('gives classes their own key, then digits, then free letters', () => {
    const names = Array.from({ length: 11 }, (_, i) => ({ name: `class${i}`, ...(i === 0 && { hotkey: 'x' }) }));
    const keys = assignKeys([...names, { name: 'Zebra' }], ['Z']);
    expect(keys.get('class0')).toBe('X');
    expect(keys.get('class1')).toBe('1');
    expect(keys.get('class9')).toBe('9');
    expect(keys.get('class10')).toBe('C');
    expect(keys.get('Zebra')).toBe('E');
  });

  it('class keys set what is selected and what comes next', () => {
    const core = withRegions(1);
    core.select(['a0']);
    const bound = bindCommands(core, [...coreCommands, ...classCommands(ontology, [])]);
    expect(bound.find((c) => c.id === 'class.tree')!.keys).toEqual(['T']);
    expect(runCommand(bound, 'class.sign')).toBe(true);
    expect([core.region('a0')!.class, core.activeClass]).toEqual(['sign', 'sign']);
    expect(runCommand(bound, 'class.tree')).toBe(true); // a tree is no box
    expect([core.region('a0')!.class, core.activeClass]).toEqual(['sign', 'tree']);
    expect(runCommand(bound, 'region.delete')).toBe(true);
    expect(runCommand(bound, 'region.delete')).toBe(false);
  });
});

it('makes time-ordered ids', () => {
  expect(uuidv7(0x0123456789ab, (b) => b.fill(0xff))).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  expect(uuidv7(1) < uuidv7(2)).toBe(true);
});
