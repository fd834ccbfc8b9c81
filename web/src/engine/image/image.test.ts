import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindCommands, HotkeyDispatcher, reorder, runCommand, type EditorInit } from '../core';
import type { AnnotationContent, Ontology, Region, Shape } from '../model';
import { areaOf, boundsOf, clampMove, covers, isImageShape } from './geometry';
import { handleAt, resizeBox } from './handles';
import { commandsFor } from './imageCommands';
import { Clipboard, ImageCore } from './imageCore';
import { ShapeIndex } from './shapeIndex';
import type { PointerInput } from './tools/tool';

const ontology: Ontology = {
  editor: 'image',
  inputs: [{ name: 'image', kind: 'image' }],
  classes: [
    { name: 'car', color: '#e03131', shapes: ['box', 'polygon'] },
    { name: 'person', color: '#1c7ed6', shapes: ['box'] },
    { name: 'nose', color: '#2f9e44', shapes: ['point'] },
  ],
};

/** Drives the editor as a hand and a keyboard would; the image is 400 × 300 and shown 1:1 at (0, 0) unless a test zooms. */
class Hand {
  readonly core: ImageCore;
  readonly keys = new HotkeyDispatcher();
  readonly paths: string[] = [];
  #at = { x: 0, y: 0 };

  constructor(content: AnnotationContent = {}, more: Partial<EditorInit> & { clipboard?: Clipboard } = {}) {
    let next = 0;
    this.core = new ImageCore({ ontology, content, mode: 'label', image: { width: 400, height: 300 }, ids: () => `r${++next}`, ...more });
    this.core.camera.resize({ width: 400, height: 300 });
    this.core.camera.zoomTo(1);
    this.core.camera.panBy(-this.core.camera.view.x, -this.core.camera.view.y);
    this.keys.add({ commands: bindCommands(this.core, commandsFor(ontology)) });
  }

  #event(x: number, y: number, more: Partial<PointerInput>): PointerInput {
    this.#at = { x, y };
    return { screen: this.#at, button: 0, shiftKey: false, modKey: false, altKey: false, ...more };
  }
  down(x: number, y: number, more: Partial<PointerInput> = {}) { this.core.pointerDown(this.#event(x, y, more)); this.paths.push(this.core.toolPath()); return this; }
  move(x: number, y: number, more: Partial<PointerInput> = {}) { this.core.pointerMove(this.#event(x, y, more)); this.paths.push(this.core.toolPath()); return this; }
  up(more: Partial<PointerInput> = {}) { this.core.pointerUp(this.#event(this.#at.x, this.#at.y, more)); this.paths.push(this.core.toolPath()); return this; }
  click(x: number, y: number, more: Partial<PointerInput> = {}) { return this.move(x, y, more).down(x, y, more).up(more); }
  drag(from: [number, number], to: [number, number], more: Partial<PointerInput> = {}) {
    return this.move(...from, more).down(...from, more).move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, more).move(...to, more).up(more);
  }
  press(chord: string, repeat = false): boolean {
    const parts = chord.split('+');
    const name = chord.endsWith('+') ? '+' : parts.at(-1)!;
    const code = /^[A-Z]$/.test(name) ? `Key${name}` : /^\d$/.test(name) ? `Digit${name}` : name;
    return this.keys.handle({ key: /^[A-Z]$/.test(name) ? name.toLowerCase() : name, code, ctrlKey: parts.includes('Mod'), metaKey: false, altKey: parts.includes('Alt'), shiftKey: parts.includes('Shift'), repeat });
  }
  tool(id: string) { this.core.setTool(id); return this; }
  get shapes(): Shape[] { return this.core.regions.map((r) => r.shape); }
  get last(): Shape | undefined { return this.shapes.at(-1); }
}

const box = (x: number, y: number, width: number, height: number) => ({ kind: 'box', x, y, width, height }) as const;
const region = (id: string, shape: Shape, className = 'car', more: Partial<Region> = {}): Region => ({ id, class: className, shape, ...more });
const triangle: Shape = { kind: 'polygon', points: [100, 100, 200, 100, 100, 200] };

describe('box tool', () => {
  it('draws by dragging, stays, and says where it is', () => {
    const hand = new Hand().tool('box');
    hand.drag([50, 60], [150, 100]);
    expect(hand.last).toEqual(box(50, 60, 100, 40));
    expect(hand.paths).toEqual(['box.idle', 'box.pointing', 'box.dragging', 'box.dragging', 'box.idle']);
    hand.drag([200, 60], [180, 20]);
    expect(hand.shapes).toHaveLength(2);
    expect(hand.core.tool).toBe('box');
  });

  it('draws by two clicks', () => {
    const hand = new Hand().tool('box').click(50, 60);
    expect(hand.core.toolPath()).toBe('box.placing');
    expect(hand.move(80, 90).core.draft).toEqual({ kind: 'shape', shape: box(50, 60, 30, 30) });
    hand.click(100, 120);
    expect(hand.last).toEqual(box(50, 60, 50, 60));
  });

  it('a double click at one place is no box', () => {
    const hand = new Hand().tool('box').click(50, 60).click(50, 60);
    expect(hand.shapes).toHaveLength(0);
    expect(hand.core.toolPath()).toBe('box.placing');
  });

  it('draws by four extreme points in any order', () => {
    const hand = new Hand().tool('box');
    hand.press('E');
    hand.click(100, 20).click(50, 60).click(90, 140);
    expect(hand.core.toolPath()).toBe('box.extreme');
    hand.press('Backspace');
    hand.click(90, 130).click(160, 70);
    expect(hand.last).toEqual(box(50, 20, 110, 110));
  });

  it('is cancelled by Escape, which then lets go of the selection and of the tool', () => {
    const hand = new Hand().tool('box').drag([10, 10], [60, 60]).down(100, 100).move(150, 150);
    hand.press('Escape');
    expect([hand.shapes.length, hand.core.toolPath(), hand.core.selection.size]).toEqual([1, 'box.idle', 1]);
    hand.press('Escape');
    expect([hand.core.selection.size, hand.core.tool]).toEqual([0, 'box']);
    hand.press('Escape');
    expect(hand.core.tool).toBe('select');
  });

  it('keeps to the image and snaps to its edge, unless Alt is held', () => {
    const hand = new Hand().tool('box').drag([4, 3], [500, 290]);
    expect(hand.last).toEqual(box(0, 0, 400, 290));
    hand.drag([4, 3], [100, 100], { altKey: true });
    expect(hand.last).toEqual(box(4, 3, 96, 97));
  });

  it('is not caught by other shapes', () => {
    const hand = new Hand({ regions: [region('a', box(50, 50, 100, 100))] }).tool('box').drag([60, 60], [90, 90]);
    expect(hand.shapes).toEqual([box(50, 50, 100, 100), box(60, 60, 30, 30)]);
    expect(hand.core.hover).toBeUndefined();
  });
});

describe('polygon tool', () => {
  const three = () => new Hand().tool('polygon').click(50, 50).click(150, 50).click(150, 150);

  it.each([
    ['Enter', (h: Hand) => h.press('Enter')],
    ['a click on the first vertex', (h: Hand) => h.click(53, 52)],
    ['a double click', (h: Hand) => h.click(150, 150)],
  ])('is closed by %s', (_, close) => {
    const hand = three();
    expect(hand.core.toolPath()).toBe('polygon.drawing');
    close(hand);
    expect(hand.last).toEqual({ kind: 'polygon', points: [50, 50, 150, 50, 150, 150] });
    expect(hand.core.toolPath()).toBe('polygon.idle');
  });

  it('takes back vertices, with Backspace and with undo, down to nothing', () => {
    const hand = three();
    hand.press('Backspace');
    hand.press('Mod+Z');
    expect(hand.core.draft).toMatchObject({ kind: 'path', points: [50, 50] });
    hand.press('Backspace');
    expect(hand.core.toolPath()).toBe('polygon.idle');
    expect(hand.shapes).toHaveLength(0);
  });

  it('needs three vertices, and is forgotten by Escape', () => {
    const hand = new Hand().tool('polygon').click(50, 50).click(150, 50);
    hand.press('Enter');
    expect(hand.core.toolPath()).toBe('polygon.drawing');
    hand.press('Escape');
    expect([hand.core.toolPath(), hand.shapes.length]).toEqual(['polygon.idle', 0]);
  });
});

it('point tool: one click, one point, of a class that can be one', () => {
  const hand = new Hand().tool('point').click(30, 40).click(60, 70);
  expect(hand.shapes).toEqual([{ kind: 'point', x: 30, y: 40 }, { kind: 'point', x: 60, y: 70 }]);
  expect(hand.core.regions[0]!.class).toBe('nose');
});

describe('select tool', () => {
  const two = () => new Hand({ regions: [region('big', box(50, 50, 200, 200)), region('small', box(100, 100, 40, 40))] });

  it('picks the smallest, and Ctrl goes down the pile', () => {
    const hand = two().click(120, 120);
    expect([...hand.core.selection]).toEqual(['small']);
    hand.click(120, 120, { modKey: true });
    expect([...hand.core.selection]).toEqual(['big']);
    hand.click(350, 280);
    expect(hand.core.selection.size).toBe(0);
  });

  it('moves in one undo step, within the image', () => {
    const hand = two().drag([120, 120], [140, 115]);
    expect(hand.paths).toEqual(['select.idle', 'select.pointing', 'select.moving', 'select.moving', 'select.idle']);
    expect(hand.core.region('small')!.shape).toEqual(box(120, 95, 40, 40));
    hand.drag([130, 110], [900, 110]);
    expect(hand.core.region('small')!.shape).toEqual(box(360, 95, 40, 40));
    hand.press('Mod+Z');
    hand.press('Mod+Z');
    expect(hand.core.region('small')!.shape).toEqual(box(100, 100, 40, 40));
  });

  it('leaves the document alone while it moves, and Escape takes it back', () => {
    const hand = two().move(120, 120).down(120, 120).move(150, 150);
    expect(hand.core.region('small')!.shape).toEqual(box(100, 100, 40, 40));
    expect(hand.core.preview.get('small')).toEqual(box(130, 130, 40, 40));
    hand.press('Escape');
    expect(hand.core.preview.size).toBe(0);
    hand.up();
    expect(hand.core.undoLabel).toBeUndefined();
  });

  it('resizes at corners and sides, and flips', () => {
    const hand = two().click(120, 120).drag([140, 140], [170, 150]);
    expect(hand.core.region('small')!.shape).toEqual(box(100, 100, 70, 50));
    expect(hand.paths).toContain('select.resizing');
    hand.drag([100, 125], [190, 125]);
    expect(hand.core.region('small')!.shape).toEqual(box(170, 100, 20, 50));
  });

  it('selects several with Shift and with a rectangle, and moves them together', () => {
    const hand = two().click(120, 120).click(60, 60, { shiftKey: true });
    expect(hand.core.selection.size).toBe(2);
    hand.click(350, 280).drag([20, 20], [290, 290]);
    expect(hand.paths).toContain('select.brushing');
    expect(hand.core.selection.size).toBe(2);
    hand.drag([120, 120], [125, 120]);
    expect(hand.shapes).toEqual([box(55, 50, 200, 200), box(105, 100, 40, 40)]);
  });

  it('moves, inserts and deletes vertices with the pointer', () => {
    const hand = new Hand({ regions: [region('p', triangle)] }).click(120, 120).drag([200, 100], [220, 90]);
    expect(hand.last).toEqual({ kind: 'polygon', points: [100, 100, 220, 90, 100, 200] });
    expect(hand.paths).toContain('select.vertex');
    hand.drag([100, 150], [80, 150]);
    expect(hand.last).toEqual({ kind: 'polygon', points: [100, 100, 220, 90, 100, 200, 80, 150] });
    hand.click(80, 150, { altKey: true });
    expect(hand.last).toEqual({ kind: 'polygon', points: [100, 100, 220, 90, 100, 200] });
    hand.click(100, 200, { altKey: true }); // three is the least
    expect(hand.last).toEqual({ kind: 'polygon', points: [100, 100, 220, 90, 100, 200] });
  });

  it('inserts nothing when an edge is only clicked', () => {
    const hand = new Hand({ regions: [region('p', triangle)] }).click(120, 120).click(100, 150);
    expect(hand.last).toEqual(triangle);
    expect(hand.core.preview.size).toBe(0);
  });

  it('does not take hold of hidden or locked shapes', () => {
    const hand = two();
    hand.core.setFlags(['small'], { locked: true });
    hand.core.setFlags(['big'], { hidden: true });
    hand.drag([120, 120], [160, 160]);
    expect(hand.core.selection.size).toBe(0);
    hand.core.select(['small']);
    hand.press('Delete');
    hand.press('ArrowLeft');
    expect(hand.core.region('small')!.shape).toEqual(box(100, 100, 40, 40));
    hand.press('L');
    hand.press('ArrowLeft');
    expect(hand.core.region('small')!.shape).toEqual(box(99, 100, 40, 40));
  });

  it('only selects in a review, until the reviewer fixes', () => {
    const hand = new Hand({ regions: [region('a', box(50, 50, 100, 100))] }, { mode: 'review' });
    hand.drag([100, 100], [150, 150]);
    hand.press('B');
    expect([...hand.core.selection]).toEqual(['a']);
    expect([hand.core.tool, hand.last]).toEqual(['select', box(50, 50, 100, 100)]);
    hand.core.setFixing(true);
    hand.drag([100, 100], [150, 150]);
    expect(hand.last).toEqual(box(100, 100, 100, 100));
  });
});

describe('keyboard alone', () => {
  it('makes and shapes a box', () => {
    const hand = new Hand();
    hand.press('Shift+B');
    expect(hand.last).toEqual(box(160, 120, 80, 60));
    hand.press('ArrowRight');
    hand.press('Shift+ArrowUp');
    hand.press('Alt+ArrowRight');
    hand.press('Alt+Shift+ArrowDown');
    expect(hand.last).toEqual(box(161, 110, 81, 70));
  });

  it('a held arrow key is one undo step', () => {
    const hand = new Hand({ regions: [region('a', box(50, 50, 10, 10))] });
    hand.core.select(['a']);
    hand.press('ArrowRight');
    for (let i = 0; i < 9; i++) hand.press('ArrowRight', true);
    expect(hand.last).toEqual(box(60, 50, 10, 10));
    hand.press('ArrowRight');
    hand.press('Mod+Z');
    expect(hand.last).toEqual(box(60, 50, 10, 10));
    hand.press('Mod+Z');
    expect(hand.last).toEqual(box(50, 50, 10, 10));
  });

  it('makes and shapes a polygon', () => {
    const hand = new Hand();
    hand.press('Shift+P');
    hand.press('.');
    hand.press('Shift+ArrowLeft');
    expect(hand.last).toEqual({ kind: 'polygon', points: [150, 120, 240, 120, 240, 180, 160, 180] });
    hand.press('I');
    expect(hand.core.activeVertex).toBe(1);
    expect(hand.last).toEqual({ kind: 'polygon', points: [150, 120, 195, 120, 240, 120, 240, 180, 160, 180] });
    hand.press('Delete');
    expect(hand.shapes).toEqual([{ kind: 'polygon', points: [150, 120, 240, 120, 240, 180, 160, 180] }]);
    hand.press('Escape');
    hand.press('Delete');
    expect(hand.shapes).toHaveLength(0);
  });

  it('walks through regions and suggestions, accepting on the way', () => {
    const hand = new Hand({ regions: [region('a', box(0, 0, 9, 9)), region('b', box(20, 0, 9, 9), 'car', { score: 0.9 }), region('c', box(40, 0, 9, 9), 'car', { score: 0.4 })] });
    hand.press('N');
    expect([...hand.core.selection]).toEqual(['a']);
    hand.press('S');
    hand.press('Enter');
    expect([...hand.core.selection]).toEqual(['c']);
    expect(hand.core.region('b')!.score).toBeUndefined();
    hand.press('Shift+Enter');
    expect(hand.core.regions.every((r) => r.score === undefined)).toBe(true);
  });

  it('scrolls with the arrows when nothing is selected', () => {
    const hand = new Hand();
    hand.press('ArrowRight');
    expect(hand.core.camera.view.x).toBe(-80);
  });
});

describe('classes', () => {
  it('a key relabels what is selected; with a tool in hand it is for the next shape, and Shift relabels', () => {
    const hand = new Hand({ regions: [region('a', box(50, 50, 100, 100))] }).click(100, 100);
    hand.press('2');
    expect(hand.core.region('a')!.class).toBe('person');
    hand.press('B');
    hand.drag([10, 10], [40, 40]);
    hand.press('1');
    expect(hand.core.regions[1]!.class).toBe('person');
    hand.drag([210, 210], [240, 240]);
    expect(hand.core.regions[2]!.class).toBe('car');
    hand.press('Shift+2');
    expect(hand.core.regions[2]!.class).toBe('person');
  });

  it('a class brings its tool when it cannot be drawn with the one in hand', () => {
    const hand = new Hand().tool('box');
    hand.press('3');
    expect(hand.core.tool).toBe('point');
  });
});

describe('copy and paste', () => {
  it('puts a copy beside, a duplicate too, and carries to another image in place', () => {
    const clipboard = new Clipboard();
    const hand = new Hand({ regions: [region('a', box(50, 50, 100, 100))] }, { clipboard });
    hand.core.select(['a']);
    hand.press('Mod+C');
    hand.press('Mod+V');
    hand.press('Mod+V');
    hand.press('Mod+D');
    expect(new Set(hand.shapes.map((s) => s.kind === 'box' && s.x)).size).toBe(4);
    expect(new Set(hand.core.regions.map((r) => r.id)).size).toBe(4);
    const other = new Hand({}, { clipboard });
    other.press('Mod+V');
    expect(other.last).toEqual(box(50, 50, 100, 100));
  });
});

describe('hiding and restacking', () => {
  it('hides one, all, and shows them again, without a trace in the content', () => {
    const hand = new Hand({ regions: [region('a', box(0, 0, 9, 9)), region('b', box(20, 0, 9, 9))] });
    const before = hand.core.toContent();
    hand.core.select(['a']);
    hand.press('H');
    expect([hand.core.isVisible('a'), hand.core.isVisible('b')]).toEqual([false, true]);
    hand.press('Shift+H');
    expect([hand.core.isVisible('a'), hand.core.isVisible('b')]).toEqual([false, false]);
    hand.press('Shift+H');
    expect([hand.core.isVisible('a'), hand.core.isVisible('b')]).toEqual([true, true]);
    expect(hand.core.toContent()).toEqual(before);
    expect(hand.core.undoLabel).toBeUndefined();
  });

  it('the index knows the new stacking order', () => {
    const hand = new Hand({ regions: [region('a', box(0, 0, 50, 50)), region('b', box(0, 0, 50, 50))] });
    expect(hand.core.regionAt({ x: 20, y: 20 })).toBe('b');
    hand.core.select(['a']);
    hand.press('Shift+PageUp');
    expect(hand.core.regionAt({ x: 20, y: 20 })).toBe('a');
  });
});

describe('camera', () => {
  it('zooms at the pointer and pans with the wheel button, space, and two fingers', () => {
    const { core } = new Hand();
    const under = core.camera.toImage({ x: 100, y: 80 });
    core.wheel({ screen: { x: 100, y: 80 }, deltaX: 0, deltaY: -200, deltaMode: 0, ctrlKey: false, shiftKey: false });
    expect(core.camera.scale).toBeGreaterThan(1.3);
    expect(core.camera.toImage({ x: 100, y: 80 }).x).toBeCloseTo(under.x);
    const hand = new Hand().drag([100, 100], [130, 90], { button: 1 });
    expect(hand.core.camera.view).toMatchObject({ x: 30, y: -10 });
    expect(hand.paths).toContain('pan.dragging');
    hand.core.setSpace(true);
    hand.drag([100, 100], [90, 100]);
    hand.core.setSpace(false);
    expect(hand.core.camera.view).toMatchObject({ x: 20, y: -10 });
    const touch = (id: number): Partial<PointerInput> => ({ touch: true, pointerId: id });
    hand.down(100, 100, touch(1)).down(200, 100, touch(2)).move(300, 100, touch(2));
    expect(hand.core.camera.scale).toBeCloseTo(2);
    hand.up(touch(2)).up(touch(1));
    expect(hand.shapes).toHaveLength(0);
  });

  it('stays fitted while the window changes, until somebody moves it', () => {
    const { core } = new Hand();
    core.camera.fit();
    core.camera.resize({ width: 848, height: 648 });
    expect(core.camera.scale).toBe(2);
    core.camera.zoomTo(1);
    core.camera.resize({ width: 400, height: 300 });
    expect(core.camera.scale).toBe(1);
  });
});

describe('geometry', () => {
  it('measures areas, bounds and inside', () => {
    if (!isImageShape(triangle)) throw new Error();
    expect(areaOf(triangle)).toBe(5000);
    expect(boundsOf(triangle)).toEqual({ minX: 100, minY: 100, maxX: 200, maxY: 200 });
    expect([covers(triangle, { x: 120, y: 120 }), covers(triangle, { x: 180, y: 180 })]).toEqual([true, false]);
    expect(clampMove({ minX: 10, minY: 10, maxX: 20, maxY: 20 }, -50, 5, { width: 100, height: 100 })).toEqual([-10, 5]);
  });

  it('keeps the ratio at a corner, and a small box can still be moved by its middle', () => {
    expect(resizeBox(box(0, 0, 20, 10), 'se', { x: 40, y: 12 }, { width: 400, height: 300 }, true)).toEqual(box(0, 0, 40, 20));
    expect(handleAt(box(0, 0, 18, 18), { x: 9, y: 9 }, 8)).toBeUndefined();
    expect(handleAt(box(0, 0, 100, 100), { x: 50, y: 1 }, 8)).toEqual({ kind: 'side', side: 'n' });
  });

  it('finds a place among 20,000 shapes', () => {
    const index = new ShapeIndex();
    const at = (i: number) => box((i % 200) * 20, Math.floor(i / 200) * 20, 15, 15);
    index.load(Array.from({ length: 20_000 }, (_, i) => ({ type: 'region', id: `s${i}`, order: i, class: 'car', shape: at(i) })));
    for (const i of [0, 777, 19_999]) expect(index.at({ x: at(i).x + 7, y: at(i).y + 7 }, 1).map((x) => x.id)).toEqual([`s${i}`]);
  });
});

it('every command has an id of its own and can be run by it', () => {
  const hand = new Hand({ regions: [region('a', box(0, 0, 9, 9))] });
  const bound = bindCommands(hand.core, commandsFor(ontology));
  expect(new Set(bound.map((c) => c.id)).size).toBe(bound.length);
  for (const command of bound) expect(() => runCommand(bound, command.id)).not.toThrow();
});

it('the index says the same as the document after any edits', () => {
  const step = fc.record({ kind: fc.constantFrom('add', 'remove', 'move', 'front', 'undo', 'redo', 'paste'), a: fc.nat(30), b: fc.nat(200) });
  fc.assert(fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
    const { core } = new Hand({ regions: [region('a', box(0, 0, 9, 9)), region('p', triangle)] });
    for (const { kind, a, b } of steps) {
      const target = core.regions[a % Math.max(1, core.regions.length)];
      if (target) core.select([target.id]);
      switch (kind) {
        case 'add': core.addShape(box(b, a, 20, 20)); break;
        case 'remove': core.transact('x', (tx) => target && tx.removeRegion(target.id)); break;
        case 'move': core.nudge(b - 100, a); break;
        case 'front': reorder(core, 'front'); break;
        case 'paste': core.copy(); core.paste(); break;
        case 'undo': core.undo(); break;
        case 'redo': core.redo(); break;
      }
    }
    const everything = { minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9 };
    expect(core.index.search(everything).map((i) => [i.id, i.shape])).toEqual(core.regions.map((r) => [r.id, r.shape]));
  }), { numRuns: 200 });
});
