import RBush from 'rbush';
import type { Diff, DocRecord, RegionRecord } from '../core';
import { areaOf, boundsOf, covers, isImageShape, nearestOnOutline, outlineOf, type ImagePoint, type ImageShape, type Rect } from './geometry';

export interface IndexItem extends Rect {
  readonly id: string;
  readonly order: number;
  readonly shape: ImageShape;
  readonly area: number;
}

/** Where shapes are: an R-tree that follows the document's diffs, one insertion or removal a change. */
export class ShapeIndex {
  readonly #tree = new RBush<IndexItem>();
  readonly #items = new Map<string, IndexItem>();

  get size(): number { return this.#items.size; }
  bounds(id: string): Rect | undefined { return this.#items.get(id); }

  load(regions: readonly RegionRecord[]): void {
    this.#tree.clear();
    this.#items.clear();
    const items = regions.flatMap((r) => itemOf(r) ?? []);
    for (const item of items) this.#items.set(item.id, item);
    this.#tree.load(items);
  }

  apply(diff: Diff): void {
    // A bulk load builds a better tree, and is faster, when most of it is new.
    if (diff.added.length > 200 && diff.added.length > this.#items.size) {
      for (const r of diff.removed) this.#remove(r);
      for (const [, after] of diff.updated) this.#put(after);
      const items = diff.added.flatMap((r) => (r.type === 'region' ? (itemOf(r) ?? []) : []));
      for (const item of items) this.#items.set(item.id, item);
      this.#tree.load(items);
      return;
    }
    for (const r of diff.removed) this.#remove(r);
    for (const [, after] of diff.updated) this.#put(after);
    for (const r of diff.added) this.#put(r);
  }

  /** In stacking order, last on top. */
  search(rect: Rect): IndexItem[] { return this.#tree.search(rect).sort((a, b) => a.order - b.order); }

  /** Shapes at a place: smallest first, so that a wheel is found on its car; of equals the upper one. `reach` is the tolerance in image pixels. */
  at(p: ImagePoint, reach: number, accept: (id: string) => boolean = () => true): IndexItem[] {
    return this.#tree
      .search({ minX: p.x - reach, minY: p.y - reach, maxX: p.x + reach, maxY: p.y + reach })
      .filter((item) => accept(item.id) && (covers(item.shape, p) || nearestOnOutline(outlineOf(item.shape), p).distance <= reach))
      .sort((a, b) => a.area - b.area || b.order - a.order);
  }

  #put(record: DocRecord): void {
    if (record.type !== 'region') return;
    this.#remove(record);
    const item = itemOf(record);
    if (!item) return;
    this.#items.set(item.id, item);
    this.#tree.insert(item);
  }

  #remove(record: DocRecord): void {
    if (record.type !== 'region') return;
    const item = this.#items.get(record.id);
    if (!item) return;
    this.#items.delete(record.id);
    this.#tree.remove(item);
  }
}

const itemOf = ({ id, order, shape }: RegionRecord): IndexItem | undefined =>
  isImageShape(shape) ? { id, order, shape, area: areaOf(shape), ...boundsOf(shape) } : undefined;
