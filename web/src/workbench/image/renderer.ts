import type { ContentDiff, RegionRecord, Unsubscribe } from '../../engine/core';
import { areaOf, boundsOf, centreOf, isImageShape, ShapeIndex, sidePoint, vertexCount, type Adjustments, type ImageCore, type ImageShape, type IndexItem, type Rect, type View } from '../../engine/image';
import type { Region } from '../../engine/model';
import type { ImageMedia } from './media';
import { hatch, inkOn, pathOf, tracePoints, withAlpha } from './paint';

/*
 * Redrawing less is what makes this fast (measured without a GPU, up to 20,000 polygons): while the view moves, the last picture is
 * moved as a bitmap; when it has been still for a moment, everything is drawn anew in slices beside it and then shown; a change
 * redraws only its own rectangle; and what is being touched lies on a canvas of its own. Stacking order is kept throughout.
 */

export interface CanvasTheme {
  readonly background: string;
  readonly accent: string;
  readonly font: string;
}

/** Colours of a comparison, far apart also for colour-blind eyes; signs in the tags say the same. */
export const diffColors = { added: '#2b8a3e', removed: '#d9480f', changed: '#1971c2', unchanged: '#868e96' } as const;

const settleMs = 80;
const sliceShapes = 400;
/** Beyond this many shapes in sight, strokes are one device pixel (fast) and nothing is written on them. */
const manyShapes = 1_000;
const fullRedrawRects = 48;

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
type Buffer = OffscreenCanvasRenderingContext2D;
interface Look { readonly stroke: string; readonly fill: string | CanvasPattern; readonly dashed: boolean }
interface Snapshot { readonly view: View }

export class ImageRenderer {
  readonly #host: HTMLElement;
  readonly #core: ImageCore;
  readonly #media: ImageMedia;
  readonly #base: CanvasRenderingContext2D;
  readonly #over: CanvasRenderingContext2D;
  #cache: Buffer;
  #work: Buffer;
  /** The view that the cache shows. */
  #cached: Snapshot | undefined;
  #theme: CanvasTheme;
  #compare: ContentDiff | undefined;
  #status = new Map<string, keyof typeof diffColors>();
  /** What is no longer there, or was elsewhere, in a comparison. */
  readonly #ghosts = new ShapeIndex();
  #dpr = 1;
  #width = 0;
  #height = 0;
  #frame = 0;
  #settle: ReturnType<typeof setTimeout> | undefined;
  #job = 0;
  #wantFull = true;
  #wantBlit = false;
  #wantOverlay = true;
  #dirty: Rect[] = [];
  #lifted = new Set<string>();
  #staticKey = '';
  readonly #looks = new Map<string, Look>();
  readonly #observer: ResizeObserver;
  readonly #subscriptions: Unsubscribe[];

  constructor(host: HTMLElement, core: ImageCore, media: ImageMedia, theme: CanvasTheme) {
    this.#host = host;
    this.#core = core;
    this.#media = media;
    this.#theme = theme;
    const layer = (alpha: boolean): CanvasRenderingContext2D => {
      const canvas = document.createElement('canvas');
      canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
      canvas.setAttribute('aria-hidden', 'true');
      host.append(canvas);
      return canvas.getContext('2d', { alpha })!;
    };
    this.#base = layer(false);
    this.#over = layer(true);
    this.#cache = new OffscreenCanvas(1, 1).getContext('2d', { alpha: false })!;
    this.#work = new OffscreenCanvas(1, 1).getContext('2d', { alpha: false })!;
    this.#subscriptions = [
      core.camera.changed.subscribe(() => this.#moved()),
      core.overlay.subscribe(() => this.#overlayChanged()),
      core.changes.on(({ diff, cause }) => {
        if (cause === 'load' || diff.added.length + diff.updated.length + diff.removed.length > fullRedrawRects) this.#wantFull = true;
        else {
          for (const r of diff.added) if (r.type === 'region') this.#soil(r);
          for (const r of diff.removed) if (r.type === 'region') this.#soil(r);
          for (const r of diff.updated.flat()) if (r.type === 'region') this.#soil(r);
        }
        this.#request();
      }),
    ];
    media.onLevel = () => this.#redraw();
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(host);
    this.#resize();
  }

  dispose(): void {
    this.#observer.disconnect();
    for (const stop of this.#subscriptions) stop();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settle);
    this.#job++;
    delete this.#media.onLevel;
    this.#base.canvas.remove();
    this.#over.canvas.remove();
  }

  setTheme(theme: CanvasTheme): void {
    this.#theme = theme;
    this.#redraw();
  }

  setCompare(diff: ContentDiff | undefined): void {
    if (diff === this.#compare) return;
    this.#compare = diff;
    this.#status = new Map();
    diff?.added.forEach((r) => this.#status.set(r.id, 'added'));
    diff?.changed.forEach((c) => this.#status.set(c.after.id, 'changed'));
    diff?.unchanged.forEach((r) => this.#status.set(r.id, 'unchanged'));
    const ghosts: Region[] = diff ? [...diff.removed, ...diff.changed.filter((c) => c.what.includes('shape')).map((c) => c.before)] : [];
    this.#ghosts.load(ghosts.map((r, i) => ({ ...r, type: 'region', order: i })));
    this.#looks.clear();
    this.#redraw();
  }

  /** Nothing is waiting to be drawn. For measurements. */
  get settled(): boolean { return this.#frame === 0 && this.#settle === undefined && !this.#slicing; }
  #slicing = false;

  // When to draw

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #redraw(): void {
    this.#wantFull = true;
    this.#request();
  }

  #moved(): void {
    this.#wantBlit = true;
    this.#wantOverlay = true;
    this.#request();
    clearTimeout(this.#settle);
    this.#job++; // A redraw of the place just left is of no use.
    this.#slicing = false;
    this.#settle = setTimeout(() => {
      this.#settle = undefined;
      this.#redraw();
    }, settleMs);
  }

  #overlayChanged(): void {
    this.#wantOverlay = true;
    const { view, adjustments: a, flagsVersion, peeking } = this.#core;
    const key = `${view.patterns} ${view.labels} ${a.brightness} ${a.contrast} ${a.saturation} ${flagsVersion} ${peeking}`;
    if (key !== this.#staticKey) {
      this.#staticKey = key;
      this.#looks.clear();
      this.#wantFull = true;
      // Safari draws without filters: there the shapes are adjusted with the picture.
      if (!filters(this.#base)) this.#base.canvas.style.filter = filterOf(a);
    }
    this.#request();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#host;
    const dpr = window.devicePixelRatio || 1;
    const [width, height] = [Math.max(1, Math.round(clientWidth * dpr)), Math.max(1, Math.round(clientHeight * dpr))];
    if (width === this.#width && height === this.#height && dpr === this.#dpr) return;
    this.#dpr = dpr;
    this.#width = width;
    this.#height = height;
    for (const c of [this.#base, this.#over, this.#cache, this.#work]) {
      c.canvas.width = width;
      c.canvas.height = height;
    }
    this.#cached = undefined;
    this.#looks.clear();
    this.#core.camera.resize({ width: clientWidth, height: clientHeight });
    // Drawn at once below: nothing is left to settle.
    clearTimeout(this.#settle);
    this.#settle = undefined;
    this.#wantFull = true;
    this.#wantOverlay = true;
    // Before the browser paints, or the empty canvas would flash.
    this.#draw();
  }

  #draw(): void {
    if (this.#core.camera.viewport.width === 0) return;
    this.#trackLifted();
    if (this.#wantFull || !this.#cached) {
      this.#wantFull = false;
      this.#dirty = [];
      this.#crisp();
    } else if (this.#dirty.length > 0) {
      const rects = this.#dirty;
      this.#dirty = [];
      for (const r of rects) this.#redrawRect(r);
      this.#wantBlit = true;
      // The drawing under way began before the change.
      if (this.#slicing) this.#crisp();
    }
    if (this.#wantBlit) {
      this.#wantBlit = false;
      this.#blit();
    }
    if (this.#wantOverlay) {
      this.#wantOverlay = false;
      this.#drawOverlay();
    }
  }

  /** Shapes that are being moved leave the static picture for the overlay. */
  #trackLifted(): void {
    const { preview } = this.#core;
    if (preview.size === this.#lifted.size && [...preview.keys()].every((id) => this.#lifted.has(id))) return;
    const next = new Set(preview.keys());
    for (const id of [...this.#lifted, ...next])
      if (this.#lifted.has(id) !== next.has(id)) {
        const record = this.#core.region(id);
        if (record) this.#soil(record);
      }
    this.#lifted = next;
    if (this.#dirty.length > fullRedrawRects) this.#wantFull = true;
  }

  #soil(region: RegionRecord): void {
    if (isImageShape(region.shape)) this.#dirty.push(boundsOf(region.shape));
    if (this.#dirty.length > fullRedrawRects) this.#wantFull = true;
  }

  // The static picture

  /** Draws everything for the present view into the other buffer, some shapes a frame, and then shows it. */
  #crisp(): void {
    const job = ++this.#job;
    const snapshot: Snapshot = { view: this.#core.camera.view };
    const items = this.#visible(snapshot, { minX: 0, minY: 0, maxX: this.#width, maxY: this.#height });
    const work = this.#work;
    this.#picture(work, snapshot, { minX: 0, minY: 0, maxX: this.#width, maxY: this.#height });
    let next = 0;
    const step = (): void => {
      if (job !== this.#job) return;
      const end = Math.min(items.length, next + sliceShapes);
      this.#shapes(work, snapshot, items, next, end);
      next = end;
      if (next < items.length) {
        this.#slicing = true;
        // With nothing to show yet, the picture at once is better than all of it later.
        if (!this.#cached) this.#base.drawImage(work.canvas, 0, 0);
        requestAnimationFrame(step);
        return;
      }
      this.#writings(work, snapshot, items);
      [this.#cache, this.#work] = [work, this.#cache];
      this.#cached = snapshot;
      this.#slicing = false;
      this.#blit();
    };
    step();
  }

  #redrawRect(bounds: Rect): void {
    const snapshot = this.#cached!;
    const { view } = snapshot;
    const [k, d] = [view.k * this.#dpr, this.#dpr];
    const wide = this.#core.view.labels ? 160 : 0;
    const pad = 10 * d + 2;
    const rect = {
      minX: Math.max(0, Math.floor(bounds.minX * k + view.x * d - pad)),
      minY: Math.max(0, Math.floor(bounds.minY * k + view.y * d - pad - 18 * d)),
      maxX: Math.min(this.#width, Math.ceil(bounds.maxX * k + view.x * d + pad + wide * d)),
      maxY: Math.min(this.#height, Math.ceil(bounds.maxY * k + view.y * d + pad)),
    };
    if (rect.maxX <= rect.minX || rect.maxY <= rect.minY) return;
    const c = this.#cache;
    c.save();
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.beginPath();
    c.rect(rect.minX, rect.minY, rect.maxX - rect.minX, rect.maxY - rect.minY);
    c.clip();
    this.#picture(c, snapshot, rect);
    const items = this.#visible(snapshot, rect);
    this.#shapes(c, snapshot, items, 0, items.length);
    this.#writings(c, snapshot, items);
    c.restore();
  }

  #visible({ view }: Snapshot, rect: Rect): IndexItem[] {
    const [k, d] = [view.k * this.#dpr, this.#dpr];
    // A little more than the rectangle: strokes and points are wider than their shapes.
    const pad = 8 * d;
    const area = { minX: (rect.minX - pad - view.x * d) / k, minY: (rect.minY - pad - view.y * d) / k, maxX: (rect.maxX + pad - view.x * d) / k, maxY: (rect.maxY + pad - view.y * d) / k };
    if (this.#core.peeking) return [];
    const items = this.#core.index.search(area).filter((i) => this.#core.isVisible(i.id) && !this.#lifted.has(i.id));
    return this.#ghosts.size > 0 ? [...this.#ghosts.search(area).map((i) => ({ ...i, id: `ghost:${i.id}` })), ...items] : items;
  }

  /** The media and what is beside it, within a rectangle of device pixels. */
  #picture(c: Context, { view }: Snapshot, rect: Rect): void {
    const { width, height, levels } = this.#media;
    const [k, d] = [view.k * this.#dpr, this.#dpr];
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.fillStyle = this.#theme.background;
    c.fillRect(rect.minX, rect.minY, rect.maxX - rect.minX, rect.maxY - rect.minY);
    const x0 = Math.max(0, (rect.minX - view.x * d) / k);
    const y0 = Math.max(0, (rect.minY - view.y * d) / k);
    const x1 = Math.min(width, (rect.maxX - view.x * d) / k);
    const y1 = Math.min(height, (rect.maxY - view.y * d) / k);
    if (x1 <= x0 || y1 <= y0) return;
    const perBitmapPixel = (k * width) / levels[0]!.width;
    const level = Math.min(levels.length - 1, Math.max(0, Math.floor(Math.log2(1 / perBitmapPixel) + 0.1)));
    const bitmap = levels[level]!;
    const [sx, sy] = [bitmap.width / width, bitmap.height / height];
    const filter = filterOf(this.#core.adjustments);
    if (filter !== 'none' && filters(c)) c.filter = filter;
    c.setTransform(k, 0, 0, k, view.x * d, view.y * d);
    // Enlarged pixels are shown as they are: somebody who zooms in so far wants to count them.
    c.imageSmoothingEnabled = perBitmapPixel < 2;
    c.drawImage(bitmap, x0 * sx, y0 * sy, (x1 - x0) * sx, (y1 - y0) * sy, x0, y0, x1 - x0, y1 - y0);
    if (filter !== 'none' && filters(c)) c.filter = 'none';
  }

  #shapes(c: Context, { view }: Snapshot, items: readonly IndexItem[], from: number, to: number): void {
    const d = this.#dpr;
    const k = view.k * d;
    c.setTransform(k, 0, 0, k, view.x * d, view.y * d);
    const few = items.length <= manyShapes;
    const line = (few ? 1.5 * d : 1) / k;
    c.lineWidth = line;
    c.lineJoin = 'round';
    let look: Look | undefined;
    let dashed = false;
    for (let i = from; i < to; i++) {
      const item = items[i]!;
      const next = this.#lookOf(item.id);
      if (next !== look) {
        look = next;
        c.strokeStyle = look.stroke;
        if (typeof look.fill !== 'string') look.fill.setTransform(new DOMMatrix().scale(1 / k));
        c.fillStyle = look.fill;
        if (look.dashed !== dashed) {
          dashed = look.dashed;
          c.setLineDash(dashed ? [(5 * d) / k, (3.5 * d) / k] : []);
        }
      }
      const { shape } = item;
      switch (shape.kind) {
        case 'box':
          c.fillRect(shape.x, shape.y, shape.width, shape.height);
          c.strokeRect(shape.x, shape.y, shape.width, shape.height);
          break;
        case 'polygon': {
          const path = pathOf(shape);
          c.fill(path);
          c.stroke(path);
          break;
        }
        case 'point': this.#dot(c, shape.x, shape.y, k, look.stroke, look.dashed);
      }
    }
    if (dashed) c.setLineDash([]);
  }

  #dot(c: Context, x: number, y: number, k: number, color: string, hollow: boolean, radius = 4.5): void {
    const d = this.#dpr;
    const before = [c.fillStyle, c.strokeStyle, c.lineWidth] as const;
    c.beginPath();
    c.arc(x, y, (radius * d) / k, 0, 2 * Math.PI);
    c.fillStyle = hollow ? withAlpha('#ffffff', 0.65) : color;
    c.strokeStyle = hollow ? color : '#ffffff';
    c.lineWidth = (1.5 * d) / k;
    c.fill();
    c.stroke();
    [c.fillStyle, c.strokeStyle, c.lineWidth] = before;
  }

  /** Names on all shapes when asked for; a model's score always, while there are few enough to be read. */
  #writings(c: Context, { view }: Snapshot, items: readonly IndexItem[]): void {
    if (items.length > manyShapes / 2) return;
    for (const item of items) {
      const region = this.#core.region(item.id);
      if (!region || (!this.#core.view.labels && region.score === undefined)) continue;
      const text = this.#core.view.labels ? this.#caption(region) : percent(region.score!);
      this.#tag(c, view, item.shape, text, this.#colorOf(region), 0.9);
    }
  }

  #caption(region: RegionRecord): string {
    const sign = { added: '+ ', removed: '− ', changed: '≠ ', unchanged: '' }[this.#status.get(region.id) ?? 'unchanged'];
    const name = this.#core.labelClass(region.class)?.title ?? region.class;
    return sign + (region.score === undefined ? name : `${name} ${percent(region.score)}`);
  }

  #tag(c: Context, view: View, shape: ImageShape, text: string, color: string, alpha = 1): void {
    const d = this.#dpr;
    const r = boundsOf(shape);
    c.setTransform(d, 0, 0, d, 0, 0);
    c.font = `500 11px ${this.#theme.font}`;
    c.textBaseline = 'middle';
    const width = Math.ceil(c.measureText(text).width) + 8;
    const left = Math.round(r.minX * view.k + view.x) - (shape.kind === 'point' ? -8 : 1);
    const above = Math.round(r.minY * view.k + view.y) - (shape.kind === 'point' ? 8 : 17);
    // Inside when there is no room above.
    const top = above < 0 && shape.kind !== 'point' ? above + 18 : above;
    c.globalAlpha = alpha;
    c.fillStyle = color;
    c.beginPath();
    c.roundRect(left, top, width, 16, 3);
    c.fill();
    c.globalAlpha = 1;
    c.fillStyle = inkOn(color);
    c.fillText(text, left + 4, top + 8.5);
  }

  #colorOf(region: RegionRecord): string {
    const status = this.#compare && this.#status.get(region.id);
    return status ? diffColors[status] : (this.#core.labelClass(region.class)?.color ?? '#868e96');
  }

  #lookOf(id: string): Look {
    const region = id.startsWith('ghost:') ? undefined : this.#core.region(id);
    const status = region ? this.#compare && (this.#status.get(id) ?? 'added') : ('removed' as const);
    const predicted = region?.score !== undefined;
    const key = status ?? `${region!.class}|${predicted}`;
    const known = this.#looks.get(key);
    if (known) return known;
    let look: Look;
    if (status) look = { stroke: diffColors[status], fill: withAlpha(diffColors[status], status === 'unchanged' ? 0.04 : status === 'removed' ? 0.08 : 0.2), dashed: status === 'removed' };
    else {
      const color = this.#core.labelClass(region!.class)?.color ?? '#868e96';
      const index = (this.#core.ontology.classes ?? []).findIndex((x) => x.name === region!.class);
      const pattern = this.#core.view.patterns && !predicted ? hatch(color, Math.max(0, index), this.#dpr) : null;
      look = { stroke: color, fill: pattern ?? withAlpha(color, predicted ? 0.07 : 0.16), dashed: predicted };
    }
    this.#looks.set(key, look);
    return look;
  }

  // Showing it

  #blit(): void {
    const cached = this.#cached;
    if (!cached) return;
    const { view } = this.#core.camera;
    const d = this.#dpr;
    const f = view.k / cached.view.k;
    // Whole device pixels while only panning, or hairlines would blur.
    const place = (v: number): number => (f === 1 ? Math.round(v) : v);
    const [dx, dy] = [place((view.x - cached.view.x * f) * d), place((view.y - cached.view.y * f) * d)];
    const g = this.#base;
    const [right, bottom] = [dx + this.#width * f, dy + this.#height * f];
    // What the bitmap does not cover shows at least the picture.
    const strips: Rect[] = [
      { minX: 0, minY: 0, maxX: this.#width, maxY: dy },
      { minX: 0, minY: bottom, maxX: this.#width, maxY: this.#height },
      { minX: 0, minY: Math.max(0, dy), maxX: dx, maxY: Math.min(this.#height, bottom) },
      { minX: right, minY: Math.max(0, dy), maxX: this.#width, maxY: Math.min(this.#height, bottom) },
    ].map((r) => ({ minX: Math.max(0, Math.floor(r.minX)), minY: Math.max(0, Math.floor(r.minY)), maxX: Math.min(this.#width, Math.ceil(r.maxX)), maxY: Math.min(this.#height, Math.ceil(r.maxY)) }));
    for (const strip of strips) if (strip.maxX > strip.minX && strip.maxY > strip.minY) this.#picture(g, { view }, strip);
    g.setTransform(f, 0, 0, f, dx, dy);
    g.imageSmoothingEnabled = false;
    g.drawImage(this.#cache.canvas, 0, 0);
  }

  // What is being touched

  #drawOverlay(): void {
    const core = this.#core;
    const { view } = core.camera;
    const c = this.#over;
    const d = this.#dpr;
    const k = view.k * d;
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, this.#width, this.#height);
    const inImage = (): void => c.setTransform(k, 0, 0, k, view.x * d, view.y * d);
    const shown = !core.peeking;

    const hovered = shown && core.hover !== undefined && !core.selection.has(core.hover) ? core.region(core.hover) : undefined;
    if (hovered && isImageShape(hovered.shape)) {
      inImage();
      this.#outline(c, hovered.shape, this.#colorOf(hovered), k, { fill: 0.14, width: 2 });
      this.#tag(c, view, hovered.shape, this.#caption(hovered), this.#colorOf(hovered));
    }

    const selected = shown ? core.selectedRegions() : [];
    // Many selected shapes are shown by their outlines alone.
    for (const region of selected.length > 2_000 ? [] : selected) {
      const shape = core.shapeOf(region);
      if (!shape || !core.isVisible(region.id)) continue;
      inImage();
      this.#outline(c, shape, this.#colorOf(region), k, { fill: core.preview.has(region.id) ? 0.2 : 0.04, width: 2, halo: true });
    }
    const only = selected.length === 1 ? selected[0] : undefined;
    const shape = only && core.isVisible(only.id) ? core.shapeOf(only) : undefined;
    if (only && shape) {
      inImage();
      if (core.canEdit && core.tool === 'select' && !core.flags(only.id).locked && core.toolPath() !== 'select.moving') this.#handles(c, shape, this.#colorOf(only), k);
      this.#tag(c, view, shape, core.preview.has(only.id) ? measure(shape) : this.#caption(only), this.#colorOf(only));
    }

    this.#drawDraft(c, k, inImage);
    const { pointer } = core;
    if (pointer && core.isDrawing && core.view.crosshair && core.canEdit && !core.toolPath().startsWith('pan')) {
      c.setTransform(d, 0, 0, d, 0, 0);
      const at = core.camera.toScreen(core.place(core.camera.toImage(pointer)));
      const [x, y] = [Math.round(at.x) + 0.5, Math.round(at.y) + 0.5];
      // Dark and light dashes, to be seen on any picture.
      for (const [color, offset] of [['rgba(0,0,0,.55)', 0], ['rgba(255,255,255,.8)', 4]] as const) {
        c.setLineDash([4, 4]);
        c.lineDashOffset = offset;
        c.strokeStyle = color;
        c.lineWidth = 1;
        c.beginPath();
        c.moveTo(x, 0);
        c.lineTo(x, this.#height / d);
        c.moveTo(0, y);
        c.lineTo(this.#width / d, y);
        c.stroke();
      }
      c.setLineDash([]);
      c.lineDashOffset = 0;
    }
  }

  #outline(c: Context, shape: ImageShape, color: string, k: number, how: { fill: number; width: number; halo?: boolean }): void {
    const d = this.#dpr;
    if (shape.kind === 'point') {
      if (how.halo) this.#dot(c, shape.x, shape.y, k, withAlpha(color, 0.35), false, 9);
      return this.#dot(c, shape.x, shape.y, k, color, false, 6);
    }
    const path = pathOf(shape);
    c.fillStyle = withAlpha(color, how.fill);
    c.fill(path);
    c.lineJoin = 'round';
    if (how.halo) {
      c.strokeStyle = 'rgba(255,255,255,.6)';
      c.lineWidth = ((how.width + 2) * d) / k;
      c.stroke(path);
    }
    c.strokeStyle = color;
    c.lineWidth = (how.width * d) / k;
    c.stroke(path);
  }

  #handles(c: Context, shape: ImageShape, color: string, k: number): void {
    const d = this.#dpr;
    const size = (7 * d) / k;
    const square = (x: number, y: number, filled: boolean, round: boolean): void => {
      c.beginPath();
      if (round) c.arc(x, y, size / 2, 0, 2 * Math.PI);
      else c.rect(x - size / 2, y - size / 2, size, size);
      c.fillStyle = filled ? color : '#ffffff';
      c.strokeStyle = filled ? '#ffffff' : color;
      c.lineWidth = (1.5 * d) / k;
      c.fill();
      c.stroke();
    };
    if (shape.kind === 'box') {
      const r = boundsOf(shape);
      for (const side of ['nw', 'ne', 'se', 'sw'] as const) {
        const p = sidePoint(r, side);
        square(p.x, p.y, false, false);
      }
    } else if (shape.kind === 'polygon') {
      const { hoverHandle, activeVertex } = this.#core;
      // A dense outline would drown in handles.
      const outlinePx = 3.6 * Math.sqrt(areaOf(shape)) * k;
      if (vertexCount(shape) <= 4 || outlinePx > vertexCount(shape) * 10 * d)
        for (let i = 0; i < shape.points.length; i += 2) square(shape.points[i]!, shape.points[i + 1]!, activeVertex === i / 2 || (hoverHandle?.kind === 'vertex' && hoverHandle.index === i / 2), true);
      else if (activeVertex !== undefined) square(shape.points[2 * activeVertex]!, shape.points[2 * activeVertex + 1]!, true, true);
      if (hoverHandle?.kind === 'edge') square(hoverHandle.at.x, hoverHandle.at.y, true, true);
    }
  }

  #drawDraft(c: Context, k: number, inImage: () => void): void {
    const core = this.#core;
    const { draft } = core;
    if (!draft) return;
    const d = this.#dpr;
    const color = core.labelClass(core.activeClass ?? '')?.color ?? this.#theme.accent;
    inImage();
    c.lineJoin = 'round';
    switch (draft.kind) {
      case 'shape':
        this.#outline(c, draft.shape, color, k, { fill: 0.12, width: 2, halo: true });
        this.#tag(c, core.camera.view, draft.shape, measure(draft.shape), color);
        return;
      case 'path': {
        const points = [...draft.points, ...(draft.closing ? [] : [draft.cursor.x, draft.cursor.y])];
        const path = new Path2D();
        tracePoints(path, points, draft.closing);
        c.fillStyle = withAlpha(color, 0.12);
        c.fill(path);
        for (const [style, width] of [['rgba(255,255,255,.85)', 4], [color, 2]] as const) {
          c.strokeStyle = style;
          c.lineWidth = (width * d) / k;
          c.stroke(path);
        }
        for (let i = 0; i < draft.points.length; i += 2) this.#dot(c, draft.points[i]!, draft.points[i + 1]!, k, color, i > 0 || !draft.closing, i === 0 ? (draft.closing ? 7 : 5) : 3.5);
        return;
      }
      case 'extremes': {
        const xs = draft.points.map((p) => p.x);
        const ys = draft.points.map((p) => p.y);
        const rect = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
        c.setLineDash([(4 * d) / k, (3 * d) / k]);
        c.strokeStyle = color;
        c.lineWidth = (1.5 * d) / k;
        c.strokeRect(rect.minX, rect.minY, rect.maxX - rect.minX, rect.maxY - rect.minY);
        c.setLineDash([]);
        for (const p of draft.points) this.#dot(c, p.x, p.y, k, color, false, 4);
        const middle = centreOf(rect);
        if (draft.points.length > 1) this.#dot(c, middle.x, middle.y, k, withAlpha(color, 0.4), false, 2);
        return;
      }
      case 'brush': {
        const r = draft.rect;
        c.fillStyle = withAlpha(this.#theme.accent, 0.12);
        c.strokeStyle = this.#theme.accent;
        c.lineWidth = d / k;
        c.fillRect(r.minX, r.minY, r.maxX - r.minX, r.maxY - r.minY);
        c.strokeRect(r.minX, r.minY, r.maxX - r.minX, r.maxY - r.minY);
      }
    }
  }
}

const filters = (c: object): boolean => 'filter' in c;

const filterOf = ({ brightness, contrast, saturation }: Adjustments): string =>
  brightness === 1 && contrast === 1 && saturation === 1 ? 'none' : `brightness(${brightness}) contrast(${contrast}) saturate(${saturation})`;

const percent = (score: number): string => `${Math.round(score * 100)} %`;

function measure(shape: ImageShape): string {
  const r = boundsOf(shape);
  return shape.kind === 'point' ? `${Math.round(shape.x)}, ${Math.round(shape.y)}` : `${Math.round(r.maxX - r.minX)} × ${Math.round(r.maxY - r.minY)}`;
}
