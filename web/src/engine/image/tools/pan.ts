import type { ImageCore } from '../imageCore';
import type { Tool, ToolInput } from './tool';

/** The hand. Also what space, the middle and the right button borrow for one drag. */
export class PanTool implements Tool {
  readonly id = 'pan';
  readonly #core: ImageCore;
  #last: { x: number; y: number } | undefined;

  constructor(core: ImageCore) { this.#core = core; }

  get path(): string { return this.#last ? 'pan.dragging' : 'pan.idle'; }
  get cursor(): string { return this.#last ? 'grabbing' : 'grab'; }
  get busy(): boolean { return this.#last !== undefined; }

  pointerDown(e: ToolInput): void { this.#last = e.screen; }
  pointerMove(e: ToolInput): void {
    if (!this.#last) return;
    const { x, y } = this.#last;
    this.#last = e.screen;
    this.#core.camera.panBy(e.screen.x - x, e.screen.y - y);
  }
  pointerUp(): void { this.#last = undefined; }
  complete(): boolean { return false; }
  back(): boolean { return false; }
  cancel(): void { this.#last = undefined; }
}

/** Asks the workbench for a remark about a place or a region. */
export class CommentTool implements Tool {
  readonly id = 'comment';
  readonly path = 'comment.idle';
  readonly cursor = 'crosshair';
  readonly busy = false;
  readonly #core: ImageCore;

  constructor(core: ImageCore) { this.#core = core; }

  pointerDown(e: ToolInput): void {
    const region = this.#core.regionAt(e.raw);
    this.#core.commentRequests.emit({ x: e.point.x, y: e.point.y, ...(region && { regionId: region }) });
  }
  pointerMove(): void {}
  pointerUp(): void {}
  complete(): boolean { return false; }
  back(): boolean { return false; }
  cancel(): void {}
}
