import { areaOf, distance, round, type ImagePoint, type PolygonShape } from '../geometry';
import type { ImageCore } from '../imageCore';
import type { Draft, Tool, ToolInput } from './tool';

type State = { at: 'idle' } | { at: 'drawing'; points: readonly number[]; cursor: ImagePoint };

const closeReachPx = 9;

/**
 * Click the vertices. A click on the first vertex closes; so does one on the last, which is what a double click is, without
 * any timer. Enter closes too.
 */
export class PolygonTool implements Tool {
  readonly id = 'polygon';
  readonly cursor = 'crosshair';
  readonly #core: ImageCore;
  #state: State = { at: 'idle' };

  constructor(core: ImageCore) { this.#core = core; }

  get path(): string { return `polygon.${this.#state.at}`; }
  get busy(): boolean { return this.#state.at === 'drawing'; }
  get draft(): Draft | undefined {
    const s = this.#state;
    return s.at === 'drawing' ? { kind: 'path', points: s.points, cursor: s.cursor, closing: s.points.length >= 6 && this.#isAt(s.points, 0, s.cursor) } : undefined;
  }

  pointerDown(e: ToolInput): void {
    const s = this.#state;
    const p = { x: round(e.point.x), y: round(e.point.y) };
    if (s.at === 'idle') this.#state = { at: 'drawing', points: [p.x, p.y], cursor: p };
    else if (s.points.length >= 6 && (this.#isAt(s.points, 0, p) || this.#isAt(s.points, s.points.length - 2, p, 4))) this.#finish(s.points);
    // A second click on the same spot adds nothing.
    else if (!this.#isAt(s.points, s.points.length - 2, p, 2)) this.#state = { ...s, points: [...s.points, p.x, p.y], cursor: p };
  }

  pointerMove(e: ToolInput): void {
    if (this.#state.at === 'drawing') this.#state = { ...this.#state, cursor: e.point };
  }

  pointerUp(): void {}

  complete(): boolean {
    const s = this.#state;
    if (s.at !== 'drawing' || s.points.length < 6) return false;
    this.#finish(s.points);
    return true;
  }

  back(): boolean {
    const s = this.#state;
    if (s.at !== 'drawing') return false;
    this.#state = s.points.length > 2 ? { ...s, points: s.points.slice(0, -2) } : { at: 'idle' };
    return true;
  }

  cancel(): void { this.#state = { at: 'idle' }; }

  #isAt(points: readonly number[], index: number, p: ImagePoint, reachPx = closeReachPx): boolean {
    return distance({ x: points[index]!, y: points[index + 1]! }, p) * this.#core.camera.scale <= reachPx;
  }

  #finish(points: readonly number[]): void {
    this.#state = { at: 'idle' };
    const shape: PolygonShape = { kind: 'polygon', points: [...points] };
    if (areaOf(shape) > 0) this.#core.addShape(shape);
  }
}
