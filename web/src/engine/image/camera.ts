import { Signal } from '../core';
import { clamp, type ImagePoint, type Rect, type ScreenPoint, type Size } from './geometry';

/** screen = image × k + (x, y). CSS pixels per image pixel; the renderer adds the device's ratio. */
export interface View { readonly x: number; readonly y: number; readonly k: number }

const marginPx = 24;
const maxScale = 64;

/** Which part of the image is seen. A fitted view stays fitted when the window changes, until somebody moves it. */
export class Camera {
  readonly changed = new Signal();
  readonly #image: Size;
  #viewport: Size = { width: 0, height: 0 };
  #view: View = { x: 0, y: 0, k: 1 };
  #fitted = true;

  constructor(image: Size) { this.#image = image; }

  get view(): View { return this.#view; }
  get scale(): number { return this.#view.k; }
  get viewport(): Size { return this.#viewport; }

  toScreen(p: ImagePoint): ScreenPoint { return { x: p.x * this.#view.k + this.#view.x, y: p.y * this.#view.k + this.#view.y }; }
  toImage(p: ScreenPoint): ImagePoint { return { x: (p.x - this.#view.x) / this.#view.k, y: (p.y - this.#view.y) / this.#view.k }; }
  /** The length in image pixels of a length on the screen. */
  lengthInImage(screenPx: number): number { return screenPx / this.#view.k; }
  get visible(): Rect {
    const [a, b] = [this.toImage({ x: 0, y: 0 }), this.toImage({ x: this.#viewport.width, y: this.#viewport.height })];
    return { minX: a.x, minY: a.y, maxX: b.x, maxY: b.y };
  }

  resize(viewport: Size): void {
    const before = this.#viewport;
    if (before.width === viewport.width && before.height === viewport.height) return;
    this.#viewport = viewport;
    if (this.#fitted) return this.fit();
    // What was in the middle stays there.
    this.#set({ ...this.#view, x: this.#view.x + (viewport.width - before.width) / 2, y: this.#view.y + (viewport.height - before.height) / 2 });
  }

  fit(): void {
    this.#frame({ minX: 0, minY: 0, maxX: this.#image.width, maxY: this.#image.height }, maxScale);
    this.#fitted = true;
  }

  /** Shows a part of the image with room around it. */
  frame(rect: Rect): void {
    const pad = Math.max(rect.maxX - rect.minX, rect.maxY - rect.minY, 40) * 0.6;
    this.#frame({ minX: rect.minX - pad, minY: rect.minY - pad, maxX: rect.maxX + pad, maxY: rect.maxY + pad }, 8);
    this.#fitted = false;
  }

  /** Moves only as far as needed to bring the rectangle into view. */
  reveal(rect: Rect): void {
    const seen = this.visible;
    const shift = (low: number, high: number, from: number, to: number): number =>
      high - low > to - from ? (from + to) / 2 - (low + high) / 2 : low < from ? from - low : high > to ? to - high : 0;
    const pad = this.lengthInImage(marginPx);
    const dx = shift(rect.minX - pad, rect.maxX + pad, seen.minX, seen.maxX);
    const dy = shift(rect.minY - pad, rect.maxY + pad, seen.minY, seen.maxY);
    if (dx !== 0 || dy !== 0) this.panBy(dx * this.#view.k, dy * this.#view.k);
  }

  panBy(dx: number, dy: number): void {
    this.#fitted = false;
    this.#set({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
  }

  /** The image pixel under the pointer stays under the pointer. */
  zoomAt(at: ScreenPoint, factor: number): void {
    const fixed = this.toImage(at);
    const k = clamp(this.#view.k * factor, this.#leastScale, maxScale);
    this.#fitted = false;
    this.#set({ x: at.x - fixed.x * k, y: at.y - fixed.y * k, k });
  }

  zoomTo(scale: number): void { this.zoomAt(this.middle, scale / this.#view.k); }
  get middle(): ScreenPoint { return { x: this.#viewport.width / 2, y: this.#viewport.height / 2 }; }

  get #leastScale(): number { return Math.min(1, this.#fitScale(this.#image) / 4); }

  #fitScale(size: Size): number {
    const [w, h] = [Math.max(1, this.#viewport.width - 2 * marginPx), Math.max(1, this.#viewport.height - 2 * marginPx)];
    return Math.min(w / Math.max(1, size.width), h / Math.max(1, size.height));
  }

  #frame(rect: Rect, most: number): void {
    const k = Math.min(most, this.#fitScale({ width: rect.maxX - rect.minX, height: rect.maxY - rect.minY }));
    this.#set({ k, x: this.#viewport.width / 2 - (k * (rect.minX + rect.maxX)) / 2, y: this.#viewport.height / 2 - (k * (rect.minY + rect.maxY)) / 2 });
  }

  #set({ x, y, k }: View): void {
    // Some of the image stays in sight, so that nobody gets lost.
    const keep = Math.min(80, this.#viewport.width / 4, this.#viewport.height / 4);
    const next = {
      k,
      x: clamp(x, keep - this.#image.width * k, Math.max(0, this.#viewport.width - keep)),
      y: clamp(y, keep - this.#image.height * k, Math.max(0, this.#viewport.height - keep)),
    };
    if (next.x === this.#view.x && next.y === this.#view.y && next.k === this.#view.k) return;
    this.#view = next;
    this.changed.bump();
  }
}
