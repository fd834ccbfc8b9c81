import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotationContent, Ontology } from '../model';
import { bindCommands, HotkeyDispatcher } from '../core';
import { commandsFor, TextCore, TextDocument, isSpan } from '.';

const ontology: Ontology = {
  editor: 'text',
  inputs: [{ name: 'text', kind: 'text' }, { name: 'note', kind: 'text' }],
  classes: [
    { name: 'person', color: '#3366cc', shapes: ['span'] },
    { name: 'place', color: '#cc6633', shapes: ['span'], attributes: [{ name: 'sure', kind: 'boolean' }] },
  ],
  relations: [{ name: 'lives_in', color: '#008800', from: ['person'], to: ['place'] }, { name: 'same', color: '#880000' }],
};
const text = 'Ada Lovelace met Charles in London.\nAda was born in London, 1815.';

const make = (content: AnnotationContent = {}, t = text): TextCore =>
  new TextCore({ ontology, content, mode: 'label', sources: [{ name: 'text', text: t }, { name: 'note', text: 'A note.' }] });
const at = (offset: number, input = 'text') => ({ input, offset });
const quotes = (core: TextCore): string[] => core.spans.map((r) => `${r.class}:${isSpan(r) ? core.document.slice(r.shape) : ''}`);
const drag = (core: TextCore, from: number, to: number): void => {
  core.pointerDown(at(from));
  core.pointerMove(at(to));
  core.pointerUp(at(to));
};

function keyboard(core: TextCore) {
  const dispatcher = new HotkeyDispatcher();
  dispatcher.add({ commands: bindCommands(core, commandsFor(core.ontology)) });
  return (chord: string): boolean => {
    const parts = chord.split('+');
    const key = parts.at(-1)!;
    const code = /^\d$/.test(key) ? `Digit${key}` : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key;
    return dispatcher.handle({ key, code, ctrlKey: parts.includes('Mod'), metaKey: false, altKey: parts.includes('Alt'), shiftKey: parts.includes('Shift') });
  };
}

describe('document', () => {
  it('shows lines as blocks, without their line breaks', () => {
    const d = new TextDocument([{ name: 'a', text: 'one\r\ntwo\n\nthree' }]);
    expect(d.blocks.map((b) => d.blockText(b))).toEqual(['one', 'two', '', 'three']);
    expect(d.blockAt(at(4, 'a'))?.index).toBe(0);
    expect(d.blockAt(at(5, 'a'))?.index).toBe(1);
  });
  it('covers every character once, however long the lines are', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '😀', 'é', 'ש'), maxLength: 9_000 }), (t) => {
      const d = new TextDocument([{ name: 'a', text: t }]);
      let next = 0;
      for (const b of d.blocks) {
        if (!/^\r?\n?$/.test(t.slice(next, b.start)) || b.end - b.start > 2_000) return false;
        if (/^[\udc00-\udfff]/.test(t.slice(b.start, b.end))) return false;
        next = b.end;
      }
      return t.length - next <= 0;
    }), { numRuns: 60 });
  });
  it('moves by what people see as characters', () => {
    const d = new TextDocument([{ name: 'a', text: 'a👩‍👩‍👧e\u0301x' }]);
    const places = [0];
    for (let p = at(0, 'a'); ;) {
      const next = d.byCharacter(p, 1);
      if (next.offset === p.offset) break;
      places.push(next.offset);
      p = next;
    }
    expect(places).toEqual([0, 1, 9, 11, 12]);
    expect(d.byCharacter(at(9, 'a'), -1).offset).toBe(1);
  });
  it('moves by words', () => {
    const d = new TextDocument([{ name: 'a', text: 'one, two' }]);
    expect([d.byWord(at(0, 'a'), 1).offset, d.byWord(at(3, 'a'), 1).offset, d.byWord(at(8, 'a'), -1).offset, d.byWord(at(5, 'a'), -1).offset]).toEqual([3, 8, 5, 0]);
  });
});

describe('selecting and labelling', () => {
  it('selection first: a drag takes whole words, the key labels it', () => {
    const core = make();
    drag(core, 1, 7);
    expect(core.range).toEqual({ input: 'text', start: 0, end: 12 });
    core.chooseClass('person');
    expect(quotes(core)).toEqual(['person:Ada Lovelace']);
    expect(core.range).toBeUndefined();
    expect(core.selected?.class).toBe('person');
  });
  it('backwards and from white space too', () => {
    const core = make();
    drag(core, 24, 17);
    expect(core.range).toEqual({ input: 'text', start: 17, end: 23 + 1 });
  });
  it('label first: every selection is labelled at once, a click labels the word', () => {
    const core = make();
    core.chooseClass('place');
    expect(core.toolPath()).toBe('label.idle');
    core.pointerDown(at(30));
    core.pointerUp(at(30));
    drag(core, 0, 2);
    expect(quotes(core)).toEqual(['place:Ada', 'place:London']);
  });
  it('by single characters when asked', () => {
    const core = make();
    core.setUnit('character');
    drag(core, 1, 3);
    core.chooseClass('person');
    expect(quotes(core)).toEqual(['person:da']);
  });
  it('a double click takes the word, a triple click the line', () => {
    const core = make();
    core.pointerDown(at(5), { clicks: 2 });
    core.pointerUp(at(5));
    expect(core.document.slice(core.range!)).toBe('Lovelace');
    core.pointerDown(at(5), { clicks: 3 });
    core.pointerUp(at(5));
    expect(core.document.slice(core.range!)).toBe('Ada Lovelace met Charles in London.');
  });
  it('allows overlaps, but not the very same span twice', () => {
    const core = make();
    for (const [a, b] of [[0, 3], [0, 12], [0, 3]] as const) {
      drag(core, a, b);
      core.chooseClass('person');
    }
    expect(quotes(core)).toEqual(['person:Ada Lovelace', 'person:Ada']);
    core.select([]);
    core.pointerDown(at(1));
    core.pointerUp(at(1));
    expect(core.document.slice(core.selected!.shape as never)).toBe('Ada');
    core.pointerDown(at(1));
    core.pointerUp(at(1));
    expect(core.document.slice(core.selected!.shape as never)).toBe('Ada Lovelace');
  });
  it('makes every span with the keyboard alone', () => {
    const core = make();
    const press = keyboard(core);
    press('Mod+Home');
    press('Mod+Shift+ArrowRight');
    press('Mod+Shift+ArrowRight');
    press('1');
    expect(quotes(core)).toEqual(['person:Ada Lovelace']);
    press('ArrowDown');
    press('Home');
    press('Shift+End');
    press('2');
    expect(quotes(core)[1]).toBe('place:Ada was born in London, 1815.');
    press('Mod+Z');
    expect(quotes(core)).toEqual(['person:Ada Lovelace']);
  });
  it('goes the right way in a text from right to left', () => {
    const core = make({}, 'שלום עולם');
    const press = keyboard(core);
    core.setCaret(at(0), false);
    press('ArrowLeft');
    expect(core.caret?.focus).toBe(1);
    press('ArrowRight');
    expect(core.caret?.focus).toBe(0);
  });
  it('labels every same string', () => {
    const core = make();
    drag(core, 28, 34);
    core.chooseClass('place');
    expect(core.labelAllAlike()).toBe(1);
    expect(quotes(core)).toEqual(['place:London', 'place:London']);
    core.undo();
    expect(quotes(core)).toEqual(['place:London']);
  });
});

describe('changing', () => {
  const one: AnnotationContent = { regions: [{ id: 'a', class: 'person', shape: { kind: 'span', input: 'text', start: 0, end: 3, quote: 'Ada' } }] };
  it('resizes by keys, as one step', () => {
    const core = make(one);
    const press = keyboard(core);
    core.select(['a']);
    press('Alt+ArrowRight');
    press('Alt+ArrowRight');
    expect(quotes(core)).toEqual(['person:Ada Lovelace met']);
    press('Alt+ArrowLeft');
    expect(quotes(core)).toEqual(['person:Ada Lovelace']);
    press('Alt+Shift+ArrowRight');
    expect(quotes(core)).toEqual(['person:Lovelace']);
    expect(core.regions[0]?.shape).toMatchObject({ quote: 'Lovelace' });
    core.undo();
    core.undo();
    expect(quotes(core)).toEqual(['person:Ada']);
  });
  it('resizes by handle; Escape gives it up', () => {
    const core = make(one);
    core.select(['a']);
    core.pointerDown(at(3), { handle: { id: 'a', edge: 'end' } });
    core.pointerMove(at(8));
    expect(quotes(core)).toEqual(['person:Ada Lovelace']);
    core.escape();
    expect(quotes(core)).toEqual(['person:Ada']);
    expect(core.undoLabel).toBeUndefined();
  });
  it('an end does not go past the other', () => {
    const core = make(one);
    core.select(['a']);
    for (let i = 0; i < 5; i++) core.resizeSelected('end', -1);
    expect(quotes(core)).toEqual(['person:Ada']);
  });
});

describe('relations', () => {
  const two: AnnotationContent = {
    regions: [
      { id: 'a', class: 'person', shape: { kind: 'span', input: 'text', start: 0, end: 12 } },
      { id: 'b', class: 'place', shape: { kind: 'span', input: 'text', start: 28, end: 34 } },
    ],
  };
  it('by keys: R, next span, Enter', () => {
    const core = make(two);
    const press = keyboard(core);
    core.select(['a']);
    press('R');
    expect(core.toolPath()).toBe('relate.picking');
    press('N');
    press('Enter');
    expect(core.relations).toMatchObject([{ name: 'lives_in', from: 'a', to: 'b' }]);
    expect(core.toolPath()).toBe('select.idle');
    press('Delete');
    expect(core.relations).toEqual([]);
  });
  it('by dragging from one span to another, with a type that fits', () => {
    const core = make(two);
    core.pointerDown(at(30), { link: 'b' });
    core.pointerMove(at(5));
    core.pointerUp(at(5));
    expect(core.relations).toMatchObject([{ name: 'same', from: 'b', to: 'a' }]);
  });
  it('goes with its spans', () => {
    const core = make({ ...two, relations: [{ id: 'r', name: 'lives_in', from: 'a', to: 'b' }] });
    core.select(['b']);
    keyboard(core)('Delete');
    expect(core.relations).toEqual([]);
    core.undo();
    expect(core.relations.length).toBe(1);
  });
});

const chords = ['1', '2', 'ArrowRight', 'Shift+ArrowRight', 'Mod+Shift+ArrowRight', 'Mod+Shift+ArrowLeft', 'ArrowDown', 'Shift+End', 'Home', 'N', 'Shift+N', 'R', 'Enter', 'Delete', 'Escape', 'Shift+A', 'W', 'Alt+ArrowRight', 'Alt+Shift+ArrowLeft', 'Mod+Z', 'Mod+Y'];

it('whatever is done: spans lie within the text, the index is right, undoing all gives the start, redoing all the end', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('key' as const), chord: fc.constantFrom(...chords) }),
    fc.record({ kind: fc.constant('drag' as const), from: fc.nat(text.length), to: fc.nat(text.length), clicks: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('link' as const), to: fc.nat(text.length) }),
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const start: AnnotationContent = { regions: [{ id: 's', class: 'place', shape: { kind: 'span', input: 'text', start: 28, end: 34, quote: 'London' } }] };
    const core = make(start);
    const press = keyboard(core);
    for (const s of steps) {
      if (s.kind === 'key') press(s.chord);
      else if (s.kind === 'drag') {
        core.pointerDown(at(s.from), { clicks: s.clicks });
        core.pointerMove(at(s.to));
        core.pointerUp(at(s.to));
      } else if (core.selected) {
        core.pointerDown(at(0), { link: core.selected.id });
        core.pointerMove(at(s.to));
        core.pointerUp(at(s.to));
      }
    }
    expect(core.check(false)).toEqual([]);
    for (const block of core.document.blocks) {
      // A line break belongs to the line that it ends: the block reaches as far as the next one's start.
      const next = core.document.blocks[block.index + 1];
      const past = next?.input === block.input ? next.start : Math.max(block.end, block.start + 1);
      const expected = core.regions.filter((r) => isSpan(r) && r.shape.input === block.input && r.shape.start < past && r.shape.end > block.start).map((r) => r.id).sort();
      expect(core.spansInBlock(block).filter((r) => isSpan(r) && r.shape.end > block.start).map((r) => r.id).sort()).toEqual(expected);
    }
    core.cancelGesture();
    while (core.undo());
    expect(core.toContent()).toEqual(start);
    while (core.redo());
    // Redo may go further than where we were: some steps were undone by hand.
    while (core.undo());
    expect(core.toContent()).toEqual(start);
  }), {
    numRuns: 150,
    // A span that begins on a line break.
    examples: [[[{ kind: 'drag', from: 36, to: 0, clicks: 2 }, { kind: 'key', chord: 'W' }, { kind: 'key', chord: 'Shift+End' }, { kind: 'key', chord: '1' }]]],
  });
});

it('takes ten thousand spans over a megabyte', () => {
  const big = Array.from({ length: 12_000 }, (_, i) => `Line ${i} tells of Ada Lovelace, who once lived in London and wrote many a letter home.`).join('\n');
  const regions = Array.from({ length: 10_000 }, (_, i) => ({ id: `r${i}`, class: i % 2 ? 'person' : 'place', shape: { kind: 'span' as const, input: 'text', start: i * 90, end: i * 90 + 8 } }));
  const core = make({ regions }, big);
  for (let i = 0; i < 50; i++) {
    core.setCaret(at(i * 1_000 + 500), false);
    core.moveCaret('word', 1, true);
    core.chooseClass('person');
  }
  expect(core.regions.length).toBe(10_050);
  // What is painted for a line depends on the line, not on the document.
  expect(Math.max(...core.document.blocks.map((b) => core.spansInBlock(b).length))).toBeLessThan(6);
});
