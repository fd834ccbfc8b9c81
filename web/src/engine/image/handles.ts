import { boundsOf, clamp, distance, nearestOnOutline, round, vertexAt, vertexCount, type BoxShape, type ImagePoint, type ImageShape, type Rect, type Size } from './geometry';

export type Side = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w';
/** What of the selected shape is under the pointer. */
export type Handle =
  | { readonly kind: 'side'; readonly side: Side }
  | { readonly kind: 'vertex'; readonly index: number }
  /** A place on the edge that follows vertex `index`. */
  | { readonly kind: 'edge'; readonly index: number; readonly at: ImagePoint };

const corners: readonly Side[] = ['nw', 'ne', 'se', 'sw'];
const middles: readonly Side[] = ['n', 'e', 's', 'w'];

export function sidePoint(r: Rect, side: Side): ImagePoint {
  const x = side.includes('w') ? r.minX : side.includes('e') ? r.maxX : (r.minX + r.maxX) / 2;
  const y = side.includes('n') ? r.minY : side.includes('s') ? r.maxY : (r.minY + r.maxY) / 2;
  return { x, y };
}

/** Corners and vertices before edges. `reach` in image pixels. */
export function handleAt(shape: ImageShape, p: ImagePoint, reach: number): Handle | undefined {
  switch (shape.kind) {
    case 'point': return undefined;
    case 'box': {
      const r = boundsOf(shape);
      const corner = corners.find((s) => distance(sidePoint(r, s), p) <= reach);
      if (corner) return { kind: 'side', side: corner };
      // The whole edge takes hold, but not where a small box has nothing else to be moved by.
      const [tallEnough, wideEnough] = [shape.height > reach * 3, shape.width > reach * 3];
      const within = (v: number, low: number, high: number): boolean => v >= low - reach && v <= high + reach;
      const near = reach * 0.7;
      const side = middles.find((s) =>
        s === 'n' || s === 's'
          ? tallEnough && Math.abs(p.y - (s === 'n' ? r.minY : r.maxY)) <= near && within(p.x, r.minX, r.maxX)
          : wideEnough && Math.abs(p.x - (s === 'w' ? r.minX : r.maxX)) <= near && within(p.y, r.minY, r.maxY));
      return side && { kind: 'side', side };
    }
    case 'polygon': {
      let best = -1;
      let least = reach;
      for (let i = 0; i < vertexCount(shape); i++) {
        const d = distance(vertexAt(shape, i), p);
        if (d <= least) [best, least] = [i, d];
      }
      if (best >= 0) return { kind: 'vertex', index: best };
      const edge = nearestOnOutline(shape.points, p);
      return edge.distance <= reach * 0.6 ? { kind: 'edge', index: edge.edge, at: edge.at } : undefined;
    }
  }
}

/** Drags a side or corner to a place; crossing over flips the box. `keepRatio` only for corners. */
export function resizeBox(box: BoxShape, side: Side, to: ImagePoint, size: Size, keepRatio = false): BoxShape {
  let { minX, minY, maxX, maxY } = boundsOf(box);
  const [west, east, north, south] = [side.includes('w'), side.includes('e'), side.includes('n'), side.includes('s')];
  if (west) minX = to.x;
  if (east) maxX = to.x;
  if (north) minY = to.y;
  if (south) maxY = to.y;
  if (keepRatio && (west || east) && (north || south) && box.width > 0 && box.height > 0) {
    const [w, h] = [maxX - minX, maxY - minY];
    const factor = Math.max(Math.abs(w) / box.width, Math.abs(h) / box.height);
    const [newW, newH] = [Math.sign(w || 1) * box.width * factor, Math.sign(h || 1) * box.height * factor];
    if (west) minX = maxX - newW;
    else maxX = minX + newW;
    if (north) minY = maxY - newH;
    else maxY = minY + newH;
  }
  const xs = [clamp(minX, 0, size.width), clamp(maxX, 0, size.width)].sort((a, b) => a - b) as [number, number];
  const ys = [clamp(minY, 0, size.height), clamp(maxY, 0, size.height)].sort((a, b) => a - b) as [number, number];
  const least = 0.5;
  const [x, y] = [round(Math.min(xs[0], size.width - least)), round(Math.min(ys[0], size.height - least))];
  return { kind: 'box', x, y, width: round(Math.max(least, xs[1] - x)), height: round(Math.max(least, ys[1] - y)) };
}
