import { boundsOf, clampMove, distance, insertVertex, translate, unite, withoutVertex, withVertex, isImageShape, type BoxShape, type ImagePoint, type ImageShape, type PolygonShape, type Rect } from '../geometry';
import { resizeBox, type Handle, type Side } from '../handles';
import type { ImageCore } from '../imageCore';
import { dragThresholdPx, type Draft, type Tool, type ToolInput } from './tool';

type Screen = { x: number; y: number };
type State =
  | { at: 'idle' }
  /** Pressed on a region; a move drags it, a release selects it. */
  | { at: 'pointing'; id: string; from: ImagePoint; screen: Screen; wasSelected: boolean }
  | { at: 'moving'; from: ImagePoint; shapes: ReadonlyMap<string, ImageShape>; bounds: Rect }
  | { at: 'resizing'; id: string; side: Side; box: BoxShape; grip: ImagePoint }
  /** `inserted`: the vertex was made by this very press, on an edge. */
  | { at: 'vertex'; id: string; index: number; shape: PolygonShape; inserted: boolean; screen: Screen; moved: boolean }
  /** Pressed on nothing; a move draws the selection rectangle. */
  | { at: 'pressing'; from: ImagePoint; screen: Screen }
  | { at: 'brushing'; from: ImagePoint; to: ImagePoint; base: ReadonlySet<string> };

const cursors: Record<Side, string> = { nw: 'nwse-resize', se: 'nwse-resize', ne: 'nesw-resize', sw: 'nesw-resize', n: 'ns-resize', s: 'ns-resize', e: 'ew-resize', w: 'ew-resize' };

/** Select, move, resize, edit vertices. */
export class SelectTool implements Tool {
  readonly id = 'select';
  readonly #core: ImageCore;
  #state: State = { at: 'idle' };

  constructor(core: ImageCore) { this.#core = core; }

  get path(): string { return `select.${this.#state.at}`; }
  get busy(): boolean { return this.#state.at !== 'idle'; }
  get draft(): Draft | undefined {
    const s = this.#state;
    return s.at === 'brushing' ? { kind: 'brush', rect: between(s.from, s.to) } : undefined;
  }

  get cursor(): string {
    const s = this.#state;
    if (s.at === 'resizing') return cursors[s.side];
    if (s.at === 'moving') return 'move';
    const { hoverHandle: handle, hover } = this.#core;
    if (s.at === 'idle' && handle) return handle.kind === 'side' ? cursors[handle.side] : handle.kind === 'vertex' ? 'move' : 'copy';
    return hover !== undefined ? (this.#core.canEdit && this.#core.selection.has(hover) ? 'move' : 'pointer') : 'default';
  }

  pointerDown(e: ToolInput): void {
    const core = this.#core;
    const { selected } = core;
    const handle = core.handleAt(e.raw);
    if (selected && handle && isImageShape(selected.shape)) return this.#takeHandle(e, selected.id, selected.shape, handle);
    const under = core.regionsAt(e.raw);
    const selectedHere = under.find((id) => core.selection.has(id));
    // The selected shape is kept hold of, though a smaller one may lie on it; Ctrl goes down the pile instead.
    const id = e.modKey && selectedHere ? under[(under.indexOf(selectedHere) + 1) % under.length] : (selectedHere ?? under[0]);
    if (id === undefined) {
      this.#state = { at: 'pressing', from: e.raw, screen: e.screen };
      return;
    }
    const wasSelected = core.selection.has(id);
    if (e.shiftKey) core.toggleSelected(id);
    else if (!wasSelected) core.select([id]);
    core.setActiveVertex(undefined);
    this.#state = { at: 'pointing', id, from: e.raw, screen: e.screen, wasSelected };
  }

  pointerMove(e: ToolInput): void {
    const core = this.#core;
    const s = this.#state;
    switch (s.at) {
      case 'idle': return;
      case 'pointing': {
        if (distance(s.screen, e.screen) < dragThresholdPx || !core.canEdit) return;
        const moving = core.selectedRegions().filter((r) => !core.flags(r.id).locked);
        if (moving.length === 0 || !core.selection.has(s.id)) return;
        const shapes = new Map(moving.flatMap((r) => (isImageShape(r.shape) ? [[r.id, r.shape] as const] : [])));
        this.#state = { at: 'moving', from: s.from, shapes, bounds: [...shapes.values()].map(boundsOf).reduce(unite) };
        return this.pointerMove(e);
      }
      case 'moving': {
        const [dx, dy] = clampMove(s.bounds, e.raw.x - s.from.x, e.raw.y - s.from.y, core.image);
        core.setPreview(new Map([...s.shapes].map(([id, shape]) => [id, translate(shape, dx, dy)])));
        return;
      }
      case 'resizing': {
        const to = core.place({ x: e.raw.x - s.grip.x, y: e.raw.y - s.grip.y }, e.altKey);
        core.setPreview(new Map([[s.id, resizeBox(s.box, s.side, to, core.image, e.shiftKey)]]));
        return;
      }
      case 'vertex':
        if (!s.moved && distance(s.screen, e.screen) < dragThresholdPx) return;
        this.#state = { ...s, moved: true };
        core.setPreview(new Map([[s.id, withVertex(s.shape, s.index, e.point)]]));
        return;
      case 'pressing':
        if (distance(s.screen, e.screen) >= dragThresholdPx) this.#state = { at: 'brushing', from: s.from, to: e.raw, base: e.shiftKey ? core.selection : new Set() };
        return;
      case 'brushing':
        this.#state = { ...s, to: e.raw };
        core.select([...s.base, ...core.regionsWithin(between(s.from, e.raw))]);
        return;
    }
  }

  pointerUp(e: ToolInput): void {
    const core = this.#core;
    const s = this.#state;
    this.#state = { at: 'idle' };
    switch (s.at) {
      case 'pointing':
        // A click on one of several selected picks it out.
        if (s.wasSelected && !e.shiftKey && core.selection.size > 1) core.select([s.id]);
        return;
      case 'moving': return core.commitPreview('image.step.move');
      case 'resizing': return core.commitPreview('image.step.resize');
      case 'vertex':
        if (s.moved) core.commitPreview(s.inserted ? 'image.step.insertVertex' : 'image.step.moveVertex');
        else if (s.inserted) {
          core.setPreview(new Map());
          core.setActiveVertex(undefined);
        }
        return;
      case 'pressing':
        if (!e.shiftKey) core.select([]);
        return;
      case 'idle': case 'brushing': return;
    }
  }

  complete(): boolean { return false; }
  back(): boolean { return false; }

  cancel(): void {
    const s = this.#state;
    this.#state = { at: 'idle' };
    this.#core.setPreview(new Map());
    if (s.at === 'brushing') this.#core.select(s.base);
  }

  #takeHandle(e: ToolInput, id: string, shape: ImageShape, handle: Handle): void {
    const core = this.#core;
    if (handle.kind === 'side' && shape.kind === 'box') {
      const r = boundsOf(shape);
      const corner = { x: handle.side.includes('w') ? r.minX : handle.side.includes('e') ? r.maxX : e.raw.x, y: handle.side.includes('n') ? r.minY : handle.side.includes('s') ? r.maxY : e.raw.y };
      // The grip does not jump to the pointer.
      this.#state = { at: 'resizing', id, side: handle.side, box: shape, grip: { x: e.raw.x - corner.x, y: e.raw.y - corner.y } };
    } else if (handle.kind === 'vertex' && shape.kind === 'polygon') {
      if (e.altKey) {
        const rest = withoutVertex(shape, handle.index);
        if (rest) core.transact('image.step.deleteVertex', (tx) => tx.updateRegion(id, { shape: rest }));
        core.setActiveVertex(undefined);
        return;
      }
      core.setActiveVertex(handle.index);
      this.#state = { at: 'vertex', id, index: handle.index, shape, inserted: false, screen: e.screen, moved: false };
    } else if (handle.kind === 'edge' && shape.kind === 'polygon') {
      const inserted = insertVertex(shape, handle.index, handle.at);
      core.setActiveVertex(handle.index + 1);
      core.setPreview(new Map([[id, inserted]]));
      this.#state = { at: 'vertex', id, index: handle.index + 1, shape: inserted, inserted: true, screen: e.screen, moved: false };
    }
  }
}

const between = (a: ImagePoint, b: ImagePoint): Rect => ({ minX: Math.min(a.x, b.x), minY: Math.min(a.y, b.y), maxX: Math.max(a.x, b.x), maxY: Math.max(a.y, b.y) });
