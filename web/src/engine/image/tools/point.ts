import { round } from '../geometry';
import type { ImageCore } from '../imageCore';
import type { Tool, ToolInput } from './tool';

/** One click, one point. */
export class PointTool implements Tool {
  readonly id = 'point';
  readonly cursor = 'crosshair';
  readonly path = 'point.idle';
  readonly busy = false;
  readonly #core: ImageCore;

  constructor(core: ImageCore) { this.#core = core; }

  pointerDown(e: ToolInput): void { this.#core.addShape({ kind: 'point', x: round(e.point.x), y: round(e.point.y) }); }
  pointerMove(): void {}
  pointerUp(): void {}
  complete(): boolean { return false; }
  back(): boolean { return false; }
  cancel(): void {}
}
