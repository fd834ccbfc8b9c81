import type { Shape } from '../model';

declare const frame: unique symbol;
/** A position that knows its frame: a place on the screen cannot be passed for a place in the image. */
export interface In<F extends string> { readonly x: number; readonly y: number; readonly [frame]?: F }
/** Pixels of the upright image. */
export type ImagePoint = In<'image'>;
/** CSS pixels from the top left of the canvas. */
export type ScreenPoint = In<'screen'>;

export interface Rect { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number }
export interface Size { readonly width: number; readonly height: number }

/** The shapes of an image; spans belong to texts. */
export type ImageShape = Exclude<Shape, { kind: 'span' }>;
export type BoxShape = Extract<Shape, { kind: 'box' }>;
export type PolygonShape = Extract<Shape, { kind: 'polygon' }>;
export const isImageShape = (s: Shape): s is ImageShape => s.kind !== 'span';

/** A hundredth of a pixel is finer than any hand; it keeps the JSON short. */
export const round = (v: number): number => Math.round(v * 100) / 100;
export const clamp = (v: number, low: number, high: number): number => Math.max(low, Math.min(high, v));
export const clampPoint = (p: ImagePoint, size: Size): ImagePoint => ({ x: clamp(p.x, 0, size.width), y: clamp(p.y, 0, size.height) });
export const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);

export function boundsOf(shape: ImageShape): Rect {
  switch (shape.kind) {
    case 'box': return { minX: shape.x, minY: shape.y, maxX: shape.x + shape.width, maxY: shape.y + shape.height };
    case 'point': return { minX: shape.x, minY: shape.y, maxX: shape.x, maxY: shape.y };
    case 'polygon': {
      let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
      const { points } = shape;
      for (let i = 0; i + 1 < points.length; i += 2) {
        const [x, y] = [points[i]!, points[i + 1]!];
        if (x < minX) minX = x;
        if (x > maxX) maxX = x;
        if (y < minY) minY = y;
        if (y > maxY) maxY = y;
      }
      return { minX, minY, maxX, maxY };
    }
  }
}

export const unite = (a: Rect, b: Rect): Rect => ({ minX: Math.min(a.minX, b.minX), minY: Math.min(a.minY, b.minY), maxX: Math.max(a.maxX, b.maxX), maxY: Math.max(a.maxY, b.maxY) });
export const centreOf = (r: Rect): ImagePoint => ({ x: (r.minX + r.maxX) / 2, y: (r.minY + r.maxY) / 2 });
export const encloses = (outer: Rect, inner: Rect): boolean => outer.minX <= inner.minX && outer.minY <= inner.minY && outer.maxX >= inner.maxX && outer.maxY >= inner.maxY;

/** Square pixels. */
export function areaOf(shape: ImageShape): number {
  switch (shape.kind) {
    case 'box': return shape.width * shape.height;
    case 'point': return 0;
    case 'polygon': {
      const { points } = shape;
      let twice = 0;
      for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) twice += points[j]! * points[i + 1]! - points[i]! * points[j + 1]!;
      return Math.abs(twice) / 2;
    }
  }
}

/** Whether the shape covers the place; even-odd for polygons, so that a figure of eight behaves as it is drawn. */
export function covers(shape: ImageShape, p: ImagePoint): boolean {
  switch (shape.kind) {
    case 'box': return p.x >= shape.x && p.x <= shape.x + shape.width && p.y >= shape.y && p.y <= shape.y + shape.height;
    case 'point': return p.x === shape.x && p.y === shape.y;
    case 'polygon': {
      const { points } = shape;
      let inside = false;
      for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
        const [xi, yi, xj, yj] = [points[i]!, points[i + 1]!, points[j]!, points[j + 1]!];
        if (yi > p.y !== yj > p.y && p.x < ((xj - xi) * (p.y - yi)) / (yj - yi) + xi) inside = !inside;
      }
      return inside;
    }
  }
}

/** The outline as x, y, x, y…; a point has one corner. */
export function outlineOf(shape: ImageShape): readonly number[] {
  switch (shape.kind) {
    case 'box': return [shape.x, shape.y, shape.x + shape.width, shape.y, shape.x + shape.width, shape.y + shape.height, shape.x, shape.y + shape.height];
    case 'point': return [shape.x, shape.y];
    case 'polygon': return shape.points;
  }
}

/** The nearest place on a closed outline: which edge (0 = from the first corner to the second), where, how far in pixels. */
export function nearestOnOutline(outline: readonly number[], p: ImagePoint): { edge: number; at: ImagePoint; distance: number } {
  let best = { edge: 0, at: { x: outline[0]!, y: outline[1]! }, distance: Infinity };
  const n = outline.length / 2;
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    const [ax, ay, bx, by] = [outline[2 * i]!, outline[2 * i + 1]!, outline[2 * j]!, outline[2 * j + 1]!];
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length2 === 0 ? 0 : clamp(((p.x - ax) * (bx - ax) + (p.y - ay) * (by - ay)) / length2, 0, 1);
    const at = { x: ax + t * (bx - ax), y: ay + t * (by - ay) };
    const d = distance(at, p);
    if (d < best.distance) best = { edge: i, at, distance: d };
  }
  return best;
}

export function translate(shape: ImageShape, dx: number, dy: number): ImageShape {
  switch (shape.kind) {
    case 'box': case 'point': return { ...shape, x: round(shape.x + dx), y: round(shape.y + dy) };
    case 'polygon': return { kind: 'polygon', points: shape.points.map((v, i) => round(v + (i % 2 === 0 ? dx : dy))) };
  }
}

/** The part of a movement that keeps the rectangle within the image; a rectangle larger than the image may move freely over it. */
export function clampMove(r: Rect, dx: number, dy: number, size: Size): readonly [dx: number, dy: number] {
  const axis = (low: number, high: number, d: number, limit: number): number => clamp(d, Math.min(-low, limit - high), Math.max(-low, limit - high));
  return [axis(r.minX, r.maxX, dx, size.width), axis(r.minY, r.maxY, dy, size.height)];
}

/** Maps the shape from one bounding rectangle to another. */
export function fitInto(shape: ImageShape, from: Rect, to: Rect): ImageShape {
  const sx = from.maxX > from.minX ? (to.maxX - to.minX) / (from.maxX - from.minX) : 1;
  const sy = from.maxY > from.minY ? (to.maxY - to.minY) / (from.maxY - from.minY) : 1;
  const mapX = (x: number): number => round(to.minX + (x - from.minX) * sx);
  const mapY = (y: number): number => round(to.minY + (y - from.minY) * sy);
  switch (shape.kind) {
    case 'box': {
      const [x, y] = [mapX(shape.x), mapY(shape.y)];
      return { kind: 'box', x, y, width: round(mapX(shape.x + shape.width) - x), height: round(mapY(shape.y + shape.height) - y) };
    }
    case 'point': return { kind: 'point', x: mapX(shape.x), y: mapY(shape.y) };
    case 'polygon': return { kind: 'polygon', points: shape.points.map((v, i) => (i % 2 === 0 ? mapX(v) : mapY(v))) };
  }
}

export function boxBetween(a: { x: number; y: number }, b: { x: number; y: number }): BoxShape {
  const [x, y] = [round(Math.min(a.x, b.x)), round(Math.min(a.y, b.y))];
  return { kind: 'box', x, y, width: round(Math.max(a.x, b.x) - x), height: round(Math.max(a.y, b.y) - y) };
}

export const withVertex = (shape: PolygonShape, index: number, p: ImagePoint): PolygonShape =>
  ({ kind: 'polygon', points: shape.points.map((v, i) => (i === 2 * index ? round(p.x) : i === 2 * index + 1 ? round(p.y) : v)) });
export const insertVertex = (shape: PolygonShape, afterIndex: number, p: ImagePoint): PolygonShape =>
  ({ kind: 'polygon', points: [...shape.points.slice(0, 2 * afterIndex + 2), round(p.x), round(p.y), ...shape.points.slice(2 * afterIndex + 2)] });
/** undefined when fewer than three would be left. */
export const withoutVertex = (shape: PolygonShape, index: number): PolygonShape | undefined =>
  shape.points.length <= 6 ? undefined : { kind: 'polygon', points: shape.points.filter((_, i) => i >> 1 !== index) };
export const vertexAt = (shape: PolygonShape, index: number): ImagePoint => ({ x: shape.points[2 * index]!, y: shape.points[2 * index + 1]! });
export const vertexCount = (shape: PolygonShape): number => shape.points.length / 2;
