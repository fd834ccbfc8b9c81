import { EditorCore, Emitter, Signal, type DocChange, type EditorInit, type RegionRecord } from '../core';
import type { Region, ShapeKind } from '../model';
import { Camera } from './camera';
import { boundsOf, centreOf, clamp, clampMove, clampPoint, encloses, fitInto, insertVertex, isImageShape, round, translate, unite, vertexAt, vertexCount, withoutVertex, withVertex, type ImagePoint, type ImageShape, type Rect, type ScreenPoint, type Size } from './geometry';
import { handleAt, type Handle } from './handles';
import { ShapeIndex } from './shapeIndex';
import { BoxTool } from './tools/box';
import { CommentTool, PanTool } from './tools/pan';
import { PointTool } from './tools/point';
import { PolygonTool } from './tools/polygon';
import { SelectTool } from './tools/select';
import type { Draft, PointerInput, Tool, ToolId, ToolInput } from './tools/tool';

/** How the picture is shown; 1 is as it is. Never part of the annotation. */
export interface Adjustments { readonly brightness: number; readonly contrast: number; readonly saturation: number }
export const neutral: Adjustments = { brightness: 1, contrast: 1, saturation: 1 };

export interface ViewOptions {
  /** Hatching and dashes beside colours. */
  readonly patterns: boolean;
  /** Lines through the pointer while drawing. */
  readonly crosshair: boolean;
  /** Class names on all shapes, not only under the pointer. */
  readonly labels: boolean;
}

/** What was copied; shared by the cores of one browser tab, so that shapes can be carried to the next image. */
export class Clipboard { regions: readonly Region[] = [] }

export interface ImageInit extends EditorInit {
  readonly image: Size;
  readonly clipboard?: Clipboard;
}

export interface WheelInput {
  readonly screen: ScreenPoint;
  readonly deltaX: number;
  readonly deltaY: number;
  /** As the wheel event says: pixels, lines or pages. */
  readonly deltaMode: number;
  /** Ctrl, or a pinch on a touchpad. */
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

const handleReachPx = 8;
const pickReachPx = 4;
const snapPx = 6;
const noPreview: ReadonlyMap<string, ImageShape> = new Map();
const drawingTools: Record<Exclude<ShapeKind, 'span'>, ToolId> = { box: 'box', polygon: 'polygon', point: 'point' };

/** The image editor without a screen: camera, index, tools, and what the pointer does with them. */
export class ImageCore extends EditorCore {
  readonly image: Size;
  readonly camera: Camera;
  readonly index = new ShapeIndex();
  /** Bumped when what lies over the static shapes changes: hover, preview, draft, selection, cursor. */
  readonly overlay = new Signal();
  readonly commentRequests = new Emitter<{ x: number; y: number; regionId?: string }>();
  readonly #clipboard: Clipboard;
  readonly #tools: { readonly [K in ToolId]: Tool };
  #tool: Tool;
  /** What pans while space, the middle or the right button is held. */
  #borrowed: Tool | undefined;
  #spaceHeld = false;
  #boxMode: 'corners' | 'extreme' = 'corners';
  #hover: string | undefined;
  #hoverHandle: Handle | undefined;
  #preview = noPreview;
  #activeVertex: number | undefined;
  #pointer: ScreenPoint | undefined;
  #adjustments = neutral;
  #view: ViewOptions = { patterns: false, crosshair: true, labels: false };
  #peeking = false;
  #flagsVersion = 0;
  readonly #touches = new Map<number, ScreenPoint>();
  #pinch: { distance: number; middle: ScreenPoint } | undefined;

  constructor(init: ImageInit) {
    super({ ...init, context: { frame: init.image, ...init.context } });
    this.image = init.image;
    this.camera = new Camera(init.image);
    this.#clipboard = init.clipboard ?? new Clipboard();
    this.#tools = {
      select: new SelectTool(this), box: new BoxTool(this), polygon: new PolygonTool(this), point: new PointTool(this), pan: new PanTool(this), comment: new CommentTool(this),
    };
    this.#tool = this.#tools.select;
    this.index.load(this.regions);
    this.ui.subscribe(() => this.overlay.bump());
  }

  protected override documentChanged(change: DocChange): void {
    if (change.cause === 'load') {
      // What was being drawn or moved belongs to the document that is gone.
      this.cancelGesture();
      this.index.load(this.regions);
    } else this.index.apply(change.diff);
    if (this.#hover !== undefined && !this.region(this.#hover)) this.#hover = undefined;
    this.#hoverHandle = undefined;
    const { selected } = this;
    if (selected?.shape.kind !== 'polygon' || (this.#activeVertex ?? 0) >= vertexCount(selected.shape)) this.#activeVertex = undefined;
    this.overlay.bump();
  }

  // Reading

  override toolPath(): string { return (this.#borrowed ?? this.#tool).path; }
  get tool(): ToolId { return this.#tool.id; }
  get isDrawing(): boolean { return this.#tool.id === 'box' || this.#tool.id === 'polygon' || this.#tool.id === 'point'; }
  get busy(): boolean { return this.#tool.busy; }
  get cursor(): string { return this.#borrowed ? this.#borrowed.cursor : this.#spaceHeld ? 'grab' : this.#tool.cursor; }
  get draft(): Draft | undefined { return this.#tool.draft; }
  /** Shapes being moved, in place of those in the document. */
  get preview(): ReadonlyMap<string, ImageShape> { return this.#preview; }
  get hover(): string | undefined { return this.#hover; }
  get hoverHandle(): Handle | undefined { return this.#hoverHandle; }
  get activeVertex(): number | undefined { return this.#activeVertex; }
  get pointer(): ScreenPoint | undefined { return this.#pointer; }
  get boxMode(): 'corners' | 'extreme' { return this.#boxMode; }
  get adjustments(): Adjustments { return this.#adjustments; }
  get view(): ViewOptions { return this.#view; }
  /** Shapes are out of sight while a key is held, to look at the picture. */
  get peeking(): boolean { return this.#peeking; }

  shapeOf(region: RegionRecord): ImageShape | undefined {
    return this.#preview.get(region.id) ?? (isImageShape(region.shape) ? region.shape : undefined);
  }
  isVisible(id: string): boolean { return !this.#peeking && !this.flags(id).hidden; }
  /** Whether the pointer may take hold of it. */
  isPickable(id: string): boolean { return this.isVisible(id) && !this.flags(id).locked; }

  /** Regions at a place, the best first. */
  regionsAt(p: ImagePoint): string[] {
    return this.index.at(p, this.camera.lengthInImage(pickReachPx), (id) => this.isPickable(id)).map((i) => i.id);
  }
  regionAt(p: ImagePoint): string | undefined { return this.regionsAt(p)[0]; }
  regionsWithin(rect: Rect): string[] {
    return this.index.search(rect).filter((i) => encloses(rect, i) && this.isPickable(i.id)).map((i) => i.id);
  }
  handleAt(p: ImagePoint): Handle | undefined {
    const { selected } = this;
    if (!this.canEdit || !selected || !isImageShape(selected.shape) || !this.isPickable(selected.id)) return undefined;
    return handleAt(selected.shape, p, this.camera.lengthInImage(handleReachPx));
  }

  /** Where a drawn point goes: within the image, and onto its edge when near. */
  place(p: ImagePoint, free = false): ImagePoint {
    const { x, y } = clampPoint(p, this.image);
    if (free) return { x, y };
    const reach = this.camera.lengthInImage(snapPx);
    const snap = (v: number, limit: number): number => (v < reach ? 0 : v > limit - reach ? limit : v);
    return { x: snap(x, this.image.width), y: snap(y, this.image.height) };
  }

  // Input

  pointerDown(e: PointerInput): void {
    if (e.touch && e.pointerId !== undefined) {
      this.#touches.set(e.pointerId, e.screen);
      if (this.#touches.size === 2) return this.#startPinch();
      if (this.#touches.size > 2) return;
    }
    this.#pointer = e.screen;
    if (this.#borrowed) return;
    if (e.button === 1 || e.button === 2 || this.#spaceHeld) this.#borrowed = this.#tools.pan;
    else if (e.button !== 0) return;
    (this.#borrowed ?? this.#tool).pointerDown(this.#input(e));
    this.#noticed();
  }

  pointerMove(e: PointerInput): void {
    if (e.touch && e.pointerId !== undefined && this.#touches.has(e.pointerId)) {
      this.#touches.set(e.pointerId, e.screen);
      if (this.#pinch) return this.#movePinch();
    }
    this.#pointer = e.screen;
    const input = this.#input(e);
    (this.#borrowed ?? this.#tool).pointerMove(input);
    // Other shapes do not catch the pointer while something is drawn or moved.
    const looking = (this.#tool.id === 'select' || this.#tool.id === 'comment') && !this.#borrowed && !this.#tool.busy && !e.touch;
    this.#hoverHandle = looking && this.#tool.id === 'select' ? this.handleAt(input.raw) : undefined;
    this.setHover(looking ? (this.#hoverHandle ? this.selected?.id : this.regionAt(input.raw)) : undefined);
    this.overlay.bump();
  }

  pointerUp(e: PointerInput): void {
    if (e.touch && e.pointerId !== undefined) {
      this.#touches.delete(e.pointerId);
      if (this.#pinch) {
        if (this.#touches.size === 0) this.#pinch = undefined;
        return;
      }
    }
    const tool = this.#borrowed ?? this.#tool;
    this.#borrowed = undefined;
    tool.pointerUp(this.#input(e));
    this.#noticed();
  }

  /** The browser took the pointer away. */
  pointerCancel(e?: PointerInput): void {
    if (e?.pointerId !== undefined) this.#touches.delete(e.pointerId);
    this.#pinch = undefined;
    this.#borrowed = undefined;
    this.#tools.pan.cancel();
    // An unfinished drag is given up; a polygon half clicked stays.
    if (this.#tool.id === 'select') this.#tool.cancel();
    this.#noticed();
  }

  pointerLeave(): void {
    this.#pointer = undefined;
    this.#hoverHandle = undefined;
    this.setHover(undefined);
    this.overlay.bump();
  }

  /** Zooms at the pointer; with Shift it scrolls sideways. */
  wheel(e: WheelInput): void {
    const unit = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? 400 : 1;
    if (e.shiftKey) this.camera.panBy(-(e.deltaX || e.deltaY) * unit, 0);
    else this.camera.zoomAt(e.screen, Math.exp(-clamp(e.deltaY * unit, -240, 240) * (e.ctrlKey ? 0.01 : 0.0022)));
  }

  setSpace(held: boolean): void {
    if (held === this.#spaceHeld) return;
    this.#spaceHeld = held;
    this.overlay.bump();
  }

  setPeeking(on: boolean): void {
    if (on === this.#peeking) return;
    this.#peeking = on;
    this.ui.bump();
  }

  /** The region pointed at, on the canvas or in a list. */
  setHover(id: string | undefined): void {
    if (id === this.#hover) return;
    this.#hover = id;
    this.overlay.bump();
  }

  // Tools

  /** Giving up an unfinished gesture; the tool stays. */
  override setTool(id: string): void {
    if (!(id in this.#tools) || id === this.#tool.id) return;
    const tool = this.#tools[id as ToolId];
    if (!this.canEdit && (id === 'box' || id === 'polygon' || id === 'point')) return;
    this.cancelGesture();
    this.#tool = tool;
    this.#hoverHandle = undefined;
    this.#hover = undefined;
    this.#activeVertex = undefined;
    // A drawing tool needs a class that may be drawn with it.
    const kind = id as ShapeKind;
    if (this.isDrawing && !this.labelClass(this.activeClass ?? '')?.shapes.includes(kind)) {
      const fitting = this.classesFor(kind)[0];
      if (fitting) this.setActiveClass(fitting.name);
    }
    this.ui.bump();
  }

  setBoxMode(mode: 'corners' | 'extreme'): void {
    if (mode === this.#boxMode) return;
    this.#tools.box.cancel();
    this.#boxMode = mode;
    this.ui.bump();
  }

  override cancelGesture(): void {
    this.#borrowed = undefined;
    this.#tools.pan.cancel();
    this.#tool.cancel();
    this.setPreview(noPreview);
    this.#noticed();
  }

  completeGesture(): boolean { return this.#after(this.#tool.complete()); }
  backGesture(): boolean { return this.#after(this.#tool.back()); }

  /** Counts changes of what is hidden or locked, for who draws. */
  get flagsVersion(): number { return this.#flagsVersion; }
  protected override flagsChanged(): void { this.#flagsVersion++; }

  override setFixing(fixing: boolean): void {
    this.cancelGesture();
    super.setFixing(fixing);
    if (!this.canEdit) this.setTool('select');
  }

  /**
   * With a drawing tool, a class key says what comes next, so that the shape just drawn keeps its class; `force` (Shift) is for
   * correcting that shape. Without one, it changes what is selected. A class that cannot be drawn with the tool brings its own.
   */
  override chooseClass(name: string, force = false): void {
    if (!this.isDrawing || force) return super.chooseClass(name);
    this.setActiveClass(name);
    const shapes = this.labelClass(name)?.shapes ?? [];
    const kind = shapes.find((s) => s !== 'span');
    if (kind && !shapes.some((s) => s === this.tool)) this.setTool(drawingTools[kind]);
  }

  // Writing

  /** A new region of the active class, selected. The tool stays. */
  addShape(shape: ImageShape): string | undefined {
    const fitting = this.classesFor(shape.kind);
    const className = fitting.find((c) => c.name === this.activeClass)?.name ?? fitting[0]?.name;
    if (className === undefined) return undefined;
    const region = this.transact('step.add', (tx) => tx.addRegion({ class: className, shape }));
    if (!region) return undefined;
    this.select([region.id]);
    this.announce('announce.added', { shape: shape.kind, class: this.labelClass(className)?.title ?? className, index: this.regions.length, total: this.regions.length });
    return region.id;
  }

  /** A shape in the middle of what is seen, to be placed with the arrow keys. */
  addAtCentre(kind: 'box' | 'polygon' | 'point'): void {
    const seen = this.camera.visible;
    const { x, y } = clampPoint(centreOf(seen), this.image);
    const [w, h] = [Math.min(seen.maxX - seen.minX, this.image.width) / 10, Math.min(seen.maxY - seen.minY, this.image.height) / 10];
    const [left, top, right, bottom] = [x - w, y - h, x + w, y + h].map(Math.round) as [number, number, number, number];
    const frame = { minX: clamp(left, 0, this.image.width), minY: clamp(top, 0, this.image.height), maxX: clamp(right, 0, this.image.width), maxY: clamp(bottom, 0, this.image.height) };
    this.cancelGesture();
    this.setTool('select');
    this.addShape(
      kind === 'point' ? { kind, x: Math.round(x), y: Math.round(y) }
        : kind === 'box' ? { kind, x: frame.minX, y: frame.minY, width: frame.maxX - frame.minX, height: frame.maxY - frame.minY }
          : { kind, points: [frame.minX, frame.minY, frame.maxX, frame.minY, frame.maxX, frame.maxY, frame.minX, frame.maxY] },
    );
  }

  setPreview(preview: ReadonlyMap<string, ImageShape>): void {
    if (preview.size === 0 && this.#preview.size === 0) return;
    this.#preview = preview.size === 0 ? noPreview : preview;
    this.overlay.bump();
  }

  commitPreview(label: string): void {
    const shapes = this.#preview;
    // First the document, then the preview: the renderer never sees the old shape again.
    this.transact(label, (tx) => shapes.forEach((shape, id) => tx.updateRegion(id, { shape })));
    this.setPreview(noPreview);
  }

  setActiveVertex(index: number | undefined): void {
    if (index === this.#activeVertex) return;
    this.#activeVertex = index;
    this.ui.bump();
  }

  override select(ids: Iterable<string>): void {
    const before = this.selection;
    super.select(ids);
    if (this.selection !== before) this.#activeVertex = undefined;
  }

  #editable(): { id: string; shape: ImageShape }[] {
    return this.selectedRegions().flatMap((r) => (isImageShape(r.shape) && !this.flags(r.id).locked ? [{ id: r.id, shape: r.shape }] : []));
  }

  /** Image pixels. The active vertex moves, if there is one; else what is selected. `repeat`: a held key is one undo step. */
  nudge(dx: number, dy: number, repeat = false): void {
    const targets = this.#editable();
    if (targets.length === 0) return;
    if (!repeat) this.seal();
    const { selected } = this;
    const vertex = this.#activeVertex;
    if (vertex !== undefined && selected?.shape.kind === 'polygon') {
      const { shape } = selected;
      const p = vertexAt(shape, vertex);
      const to = clampPoint({ x: p.x + dx, y: p.y + dy }, this.image);
      this.transact('image.step.moveVertex', (tx) => tx.updateRegion(selected.id, { shape: withVertex(shape, vertex, to) }), { coalesce: `vertex ${selected.id} ${vertex}` });
    } else {
      const [mx, my] = clampMove(targets.map((t) => boundsOf(t.shape)).reduce(unite), dx, dy, this.image);
      this.transact('image.step.move', (tx) => targets.forEach((t) => tx.updateRegion(t.id, { shape: translate(t.shape, mx, my) })), { coalesce: `nudge ${targets.map((t) => t.id).join(' ')}` });
    }
    this.#keepInView();
  }

  /** Moves the right and lower side; a polygon is stretched. */
  resizeBy(dw: number, dh: number, repeat = false): void {
    const targets = this.#editable().filter((t) => t.shape.kind !== 'point');
    if (targets.length === 0) return;
    if (!repeat) this.seal();
    this.transact('image.step.resize', (tx) => targets.forEach(({ id, shape }) => {
      const from = boundsOf(shape);
      const to = { ...from, maxX: clamp(from.maxX + dw, from.minX + 1, Math.max(from.maxX, this.image.width)), maxY: clamp(from.maxY + dh, from.minY + 1, Math.max(from.maxY, this.image.height)) };
      tx.updateRegion(id, { shape: fitInto(shape, from, to) });
    }), { coalesce: `resize ${targets.map((t) => t.id).join(' ')}` });
    this.#keepInView();
  }

  cycleVertex(step: 1 | -1): void {
    const { selected } = this;
    if (selected?.shape.kind !== 'polygon') return;
    const n = vertexCount(selected.shape);
    const at = this.#activeVertex ?? (step === 1 ? -1 : n);
    this.setActiveVertex((at + step + n) % n);
    this.announce('image.announce.vertex', { index: this.#activeVertex! + 1, total: n });
  }

  /** In the middle of the edge after the active vertex; it becomes the active one. */
  insertVertexAfter(): void {
    const { selected } = this;
    const index = this.#activeVertex;
    if (selected?.shape.kind !== 'polygon' || index === undefined || this.flags(selected.id).locked) return;
    const { shape } = selected;
    const [a, b] = [vertexAt(shape, index), vertexAt(shape, (index + 1) % vertexCount(shape))];
    this.transact('image.step.insertVertex', (tx) => tx.updateRegion(selected.id, { shape: insertVertex(shape, index, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }) }));
    this.setActiveVertex(index + 1);
  }

  deleteVertex(): boolean {
    const { selected } = this;
    const index = this.#activeVertex;
    if (selected?.shape.kind !== 'polygon' || index === undefined || this.flags(selected.id).locked) return false;
    const shape = withoutVertex(selected.shape, index);
    if (!shape) return false;
    this.transact('image.step.deleteVertex', (tx) => tx.updateRegion(selected.id, { shape }));
    this.setActiveVertex(index % vertexCount(shape));
    return true;
  }

  get canPaste(): boolean { return this.canEdit && this.#clipboard.regions.some((r) => this.labelClass(r.class)); }

  copy(): void {
    this.#clipboard.regions = this.selectedRegions().map(({ id, class: className, shape, attributes }) => ({ id, class: className, shape, ...(attributes && { attributes }) }));
    this.announce('image.announce.copied', { count: this.#clipboard.regions.length });
  }

  paste(): void { this.#insert(this.#clipboard.regions, 'image.step.paste'); }
  duplicate(): void { this.#insert(this.selectedRegions(), 'image.step.duplicate'); }

  /** In the same place, or a little beside when that place is taken by the same shape. */
  #insert(regions: readonly Region[], label: string): void {
    const known = regions.flatMap((r) => (isImageShape(r.shape) && this.labelClass(r.class) ? [{ ...r, shape: r.shape }] : []));
    if (known.length === 0) return;
    const bounds = known.map((r) => boundsOf(r.shape)).reduce(unite);
    const taken = (step: number): boolean => {
      const [dx, dy] = clampMove(bounds, step, step, this.image);
      return known.some((r) => {
        const b = boundsOf(translate(r.shape, dx, dy));
        return this.index.search(b).some((i) => i.shape.kind === r.shape.kind && Math.abs(i.minX - b.minX) + Math.abs(i.minY - b.minY) + Math.abs(i.maxX - b.maxX) + Math.abs(i.maxY - b.maxY) < 1);
      });
    };
    const stride = Math.max(1, Math.round(this.camera.lengthInImage(16)));
    let step = 0;
    while (step < 50 * stride && taken(step)) step += stride;
    const [dx, dy] = clampMove(bounds, step, step, this.image);
    const added = this.transact(label, (tx) => known.map(({ class: className, shape, attributes }) => tx.addRegion({ class: className, shape: translate(shape, dx, dy), ...(attributes && { attributes }) }).id));
    if (added) this.select(added);
  }

  // View

  setAdjustments(patch: Partial<Adjustments>): void {
    this.#adjustments = { ...this.#adjustments, ...patch };
    this.ui.bump();
  }

  setView(patch: Partial<ViewOptions>): void {
    this.#view = { ...this.#view, ...patch };
    this.ui.bump();
  }

  zoomToSelection(): void {
    const rects = this.selectedRegions().flatMap((r) => (isImageShape(r.shape) ? [boundsOf(r.shape)] : []));
    if (rects.length > 0) this.camera.frame(rects.reduce(unite));
    else this.camera.fit();
  }

  /** Brings a region into sight, without zooming. */
  override reveal(id: string): void {
    const rect = this.index.bounds(id);
    if (rect) this.camera.reveal(rect);
  }

  #keepInView(): void {
    const { selected } = this;
    if (selected) this.reveal(selected.id);
  }

  #input(e: PointerInput): ToolInput {
    const raw = this.camera.toImage(e.screen);
    return { ...e, raw, point: this.place(raw, e.altKey) };
  }

  #noticed(): void { this.ui.bump(); }

  #after(done: boolean): boolean {
    if (done) this.#noticed();
    return done;
  }

  #startPinch(): void {
    this.#tool.cancel();
    this.#borrowed = undefined;
    this.#tools.pan.cancel();
    this.setPreview(noPreview);
    this.#pinch = this.#pinchNow();
    this.#noticed();
  }

  #movePinch(): void {
    const [before, now] = [this.#pinch!, this.#pinchNow()];
    if (!now) return;
    this.camera.panBy(now.middle.x - before.middle.x, now.middle.y - before.middle.y);
    if (before.distance > 0 && now.distance > 0) this.camera.zoomAt(now.middle, now.distance / before.distance);
    this.#pinch = now;
  }

  #pinchNow(): { distance: number; middle: ScreenPoint } | undefined {
    const [a, b] = [...this.#touches.values()];
    if (!a || !b) return this.#pinch;
    return { distance: round(Math.hypot(a.x - b.x, a.y - b.y)), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  }
}
