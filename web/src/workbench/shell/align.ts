import { jsonEqual } from '../../engine/core';
import type { AnnotationContent, Region, Shape } from '../../engine/model';

/** Below this two places are not the same thing seen twice. */
const leastOverlap = 0.4;

/**
 * Gives the regions of another person's answer the ids of the regions of mine that mean the same thing, so that comparing both by id
 * says what is really different. Best pairs first: the same class before another, more overlap before less.
 */
export function alignIds(other: AnnotationContent, mine: AnnotationContent): AnnotationContent {
  const theirs = other.regions ?? [];
  const ours = mine.regions ?? [];
  const pairs: { readonly their: number; readonly our: number; readonly likeness: number }[] = [];
  const order = ours.map((r, i) => ({ ...extent(r.shape), i })).sort((a, b) => a.from - b.from);
  theirs.forEach((region, their) => {
    const { from, to } = extent(region.shape);
    for (const candidate of order) {
      if (candidate.from > to) break;
      if (candidate.to < from) continue;
      const mineRegion = ours[candidate.i]!;
      const overlap = overlapOf(region.shape, mineRegion.shape);
      if (overlap >= leastOverlap) pairs.push({ their, our: candidate.i, likeness: overlap + (region.class === mineRegion.class ? 1 : 0) });
    }
  });
  pairs.sort((a, b) => b.likeness - a.likeness);
  const idOf = new Map<number, string>();
  const taken = new Set<number>();
  for (const { their, our } of pairs) {
    if (idOf.has(their) || taken.has(our)) continue;
    idOf.set(their, ours[our]!.id);
    taken.add(our);
  }
  const renamed = new Map<string, string>();
  const regions = theirs.map((r, i): Region => {
    const id = idOf.get(i) ?? `other:${r.id}`;
    renamed.set(r.id, id);
    return { ...r, id };
  });
  const relations = (other.relations ?? []).map((r) => {
    const from = renamed.get(r.from) ?? r.from;
    const to = renamed.get(r.to) ?? r.to;
    const twin = mine.relations?.find((m) => m.name === r.name && m.from === from && m.to === to);
    return { ...r, id: twin?.id ?? `other:${r.id}`, from, to };
  });
  return { ...(regions.length > 0 && { regions }), ...(relations.length > 0 && { relations }), ...(other.values && { values: other.values }) };
}

/** The stretch of the first coordinate that a shape covers, to compare only what can overlap. */
function extent(shape: Shape): { from: number; to: number } {
  switch (shape.kind) {
    case 'span': return { from: shape.start, to: shape.end };
    default: {
      const b = bounds(shape);
      return { from: b.left, to: b.right };
    }
  }
}

function overlapOf(a: Shape, b: Shape): number {
  if (jsonEqual(a, b)) return 1;
  if (a.kind !== b.kind) return 0;
  if (a.kind === 'span' && b.kind === 'span') {
    if (a.input !== b.input) return 0;
    const common = Math.min(a.end, b.end) - Math.max(a.start, b.start);
    return common <= 0 ? 0 : common / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
  }
  if (a.kind === 'span' || b.kind === 'span') return 0;
  // Polygons by their bounds: near enough to pair them up. Points have a reach.
  const p = bounds(a);
  const q = bounds(b);
  const width = Math.min(p.right, q.right) - Math.max(p.left, q.left);
  const height = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / ((p.right - p.left) * (p.bottom - p.top) + (q.right - q.left) * (q.bottom - q.top) - common);
}

const pointReachPx = 8;

function bounds(shape: Exclude<Shape, { kind: 'span' }>): { left: number; top: number; right: number; bottom: number } {
  switch (shape.kind) {
    case 'box': return { left: shape.x, top: shape.y, right: shape.x + shape.width, bottom: shape.y + shape.height };
    case 'point': return { left: shape.x - pointReachPx, top: shape.y - pointReachPx, right: shape.x + pointReachPx, bottom: shape.y + pointReachPx };
    case 'polygon': {
      const b = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
      for (let i = 0; i + 1 < shape.points.length; i += 2) {
        b.left = Math.min(b.left, shape.points[i]!);
        b.right = Math.max(b.right, shape.points[i]!);
        b.top = Math.min(b.top, shape.points[i + 1]!);
        b.bottom = Math.max(b.bottom, shape.points[i + 1]!);
      }
      return b;
    }
  }
}
