import { boxBetween, distance, type ImagePoint } from '../geometry';
import type { ImageCore } from '../imageCore';
import { dragThresholdPx, type Draft, type Tool, type ToolInput } from './tool';

type State =
  | { at: 'idle' }
  /** Pressed, not moved: becomes a drag, or the first of two clicks. */
  | { at: 'pointing'; from: ImagePoint; screen: { x: number; y: number } }
  | { at: 'dragging'; from: ImagePoint; to: ImagePoint }
  /** First corner clicked, button up. */
  | { at: 'placing'; from: ImagePoint; to: ImagePoint }
  /** Extreme clicking: top, left, bottom and right of the object, in any order (Papadopoulos et al., arXiv 1708.02750). */
  | { at: 'extreme'; points: ImagePoint[]; cursor: ImagePoint };

/** Drag, or click two corners, or click four extreme points. */
export class BoxTool implements Tool {
  readonly id = 'box';
  readonly cursor = 'crosshair';
  readonly #core: ImageCore;
  #state: State = { at: 'idle' };

  constructor(core: ImageCore) { this.#core = core; }

  get path(): string { return `box.${this.#state.at}`; }
  get busy(): boolean { return this.#state.at !== 'idle'; }
  get draft(): Draft | undefined {
    const s = this.#state;
    switch (s.at) {
      case 'idle': case 'pointing': return undefined;
      case 'dragging': case 'placing': return { kind: 'shape', shape: boxBetween(s.from, s.to) };
      case 'extreme': return { kind: 'extremes', points: s.points, cursor: s.cursor };
    }
  }

  pointerDown(e: ToolInput): void {
    const s = this.#state;
    if (this.#core.boxMode === 'extreme') {
      const points = s.at === 'extreme' ? [...s.points, e.point] : [e.point];
      if (points.length < 4) return void (this.#state = { at: 'extreme', points, cursor: e.point });
      const xs = points.map((p) => p.x);
      const ys = points.map((p) => p.y);
      return this.#finish({ x: Math.min(...xs), y: Math.min(...ys) }, { x: Math.max(...xs), y: Math.max(...ys) });
    }
    if (s.at === 'placing') this.#state = { ...s, to: e.point };
    else this.#state = { at: 'pointing', from: e.point, screen: e.screen };
  }

  pointerMove(e: ToolInput): void {
    const s = this.#state;
    if (s.at === 'pointing' && distance(s.screen, e.screen) >= dragThresholdPx) this.#state = { at: 'dragging', from: s.from, to: e.point };
    else if (s.at === 'dragging' || s.at === 'placing') this.#state = { ...s, to: e.point };
    else if (s.at === 'extreme') this.#state = { ...s, cursor: e.point };
  }

  pointerUp(e: ToolInput): void {
    const s = this.#state;
    if (s.at === 'pointing') this.#state = { at: 'placing', from: s.from, to: e.point };
    else if (s.at === 'dragging') this.#finish(s.from, e.point);
    // The release of the first click leaves both corners in one place: wait for the second.
    else if (s.at === 'placing' && this.#core.camera.scale * distance(s.from, e.point) >= dragThresholdPx) this.#finish(s.from, e.point);
  }

  complete(): boolean {
    const s = this.#state;
    if (s.at !== 'placing') return false;
    this.#finish(s.from, s.to);
    return true;
  }

  back(): boolean {
    const s = this.#state;
    if (s.at === 'idle') return false;
    if (s.at === 'extreme' && s.points.length > 1) this.#state = { ...s, points: s.points.slice(0, -1) };
    else this.#state = { at: 'idle' };
    return true;
  }

  cancel(): void { this.#state = { at: 'idle' }; }

  #finish(a: ImagePoint, b: ImagePoint): void {
    this.#state = { at: 'idle' };
    const box = boxBetween(a, b);
    if (box.width > 0 && box.height > 0) this.#core.addShape(box);
  }
}
