import type { ImagePoint, ImageShape, Rect, ScreenPoint } from '../geometry';

export interface PointerInput {
  readonly screen: ScreenPoint;
  /** 0 left or touch, 1 middle, 2 right. */
  readonly button: number;
  readonly shiftKey: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly modKey: boolean;
  readonly altKey: boolean;
  readonly pointerId?: number;
  readonly touch?: boolean;
}

/** A pointer event as tools see it: with its place in the image, within its bounds and snapped. */
export interface ToolInput extends PointerInput {
  /** Where the pointer is, also outside of the image. */
  readonly raw: ImagePoint;
  /** Within the image, snapped to its edge (Alt: not snapped). */
  readonly point: ImagePoint;
}

/** What the active tool draws that is not in the document yet. */
export type Draft =
  | { readonly kind: 'shape'; readonly shape: ImageShape }
  | { readonly kind: 'path'; readonly points: readonly number[]; readonly cursor: ImagePoint; readonly closing: boolean }
  | { readonly kind: 'extremes'; readonly points: readonly ImagePoint[]; readonly cursor: ImagePoint }
  | { readonly kind: 'brush'; readonly rect: Rect };

/**
 * A tool is a small state machine: `path` says where it is ('box.dragging'). Tools keep an unfinished gesture to themselves and
 * write to the document once, at its end: cancelling is forgetting.
 */
export interface Tool {
  readonly id: ToolId;
  readonly path: string;
  readonly cursor: string;
  readonly draft?: Draft | undefined;
  /** True while a gesture is unfinished. */
  readonly busy: boolean;
  pointerDown(e: ToolInput): void;
  pointerMove(e: ToolInput): void;
  pointerUp(e: ToolInput): void;
  /** Enter: ends the gesture if it can be ended. */
  complete(): boolean;
  /** Backspace: takes the last part of the gesture back. */
  back(): boolean;
  /** Escape, or something else begins. */
  cancel(): void;
}

export type ToolId = 'select' | 'box' | 'polygon' | 'point' | 'pan' | 'comment';

/** A press that moves less than this is a click. CSS pixels. */
export const dragThresholdPx = 4;
