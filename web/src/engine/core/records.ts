import type { FieldValue, Region, Relation } from '../model';
import { jsonEqual } from './equal';

/**
 * The document as flat, immutable records. `order` is the stacking order (last on top): any number between two neighbours
 * puts a region between them, so that moving one region changes one record.
 */
export interface RegionRecord extends Readonly<Region> { readonly type: 'region'; readonly order: number }
export interface RelationRecord extends Readonly<Relation> { readonly type: 'relation'; readonly order: number }
/** An answer to a field of the form; its id is the field's name. */
export interface ValueRecord { readonly type: 'value'; readonly id: string; readonly value: FieldValue }
export type DocRecord = RegionRecord | RelationRecord | ValueRecord;
export type RecordType = DocRecord['type'];

/** What one transaction did. The same value feeds undo, drafts, the spatial index, the renderer and replay. */
export interface Diff {
  readonly added: readonly DocRecord[];
  readonly updated: readonly (readonly [before: DocRecord, after: DocRecord])[];
  readonly removed: readonly DocRecord[];
}

export const emptyDiff: Diff = { added: [], updated: [], removed: [] };

export const isEmptyDiff = (d: Diff): boolean => d.added.length + d.updated.length + d.removed.length === 0;

export const invertDiff = (d: Diff): Diff => ({
  added: d.removed,
  updated: d.updated.map(([before, after]) => [after, before] as const),
  removed: d.added,
});

export const keyOf = (r: DocRecord): string => `${r.type}:${r.id}`;

/** Collects changes; a record that ends as it began leaves no trace. */
export class DiffBuilder {
  readonly #changes = new Map<string, { before: DocRecord | undefined; after: DocRecord | undefined }>();

  note(before: DocRecord | undefined, after: DocRecord | undefined): void {
    const record = before ?? after;
    if (!record) return;
    const known = this.#changes.get(keyOf(record));
    if (known) known.after = after;
    else this.#changes.set(keyOf(record), { before, after });
  }

  noteDiff(d: Diff): void {
    for (const r of d.removed) this.note(r, undefined);
    for (const [before, after] of d.updated) this.note(before, after);
    for (const r of d.added) this.note(undefined, r);
  }

  build(): Diff {
    const added: DocRecord[] = [];
    const updated: (readonly [DocRecord, DocRecord])[] = [];
    const removed: DocRecord[] = [];
    for (const { before, after } of this.#changes.values())
      if (before && after) {
        if (!jsonEqual(before, after)) updated.push([before, after]);
      } else if (after) added.push(after);
      else if (before) removed.push(before);
    return { added, updated, removed };
  }
}

export function composeDiffs(diffs: readonly Diff[]): Diff {
  const builder = new DiffBuilder();
  for (const d of diffs) builder.noteDiff(d);
  return builder.build();
}

interface Ordered { readonly id: string; readonly order: number }

/** A map that is also sorted by (order, id); changing one of n records costs a binary search, not a sort. */
class OrderedTable<R extends Ordered> {
  readonly #byId = new Map<string, R>();
  #sorted: R[] = [];
  /** The array was handed out: it is copied before the next change, so that a list seen once never changes. */
  #shared = false;

  get size(): number { return this.#byId.size; }
  get(id: string): R | undefined { return this.#byId.get(id); }
  /** In stacking order; the same array until something changes, and then another one. */
  all(): readonly R[] {
    this.#shared = true;
    return this.#sorted;
  }
  get last(): R | undefined { return this.#sorted.at(-1); }
  /** The place in stacking order, or -1. */
  indexOf(id: string): number {
    const record = this.#byId.get(id);
    return record ? this.#place(record) : -1;
  }

  set(record: R): void {
    this.#own();
    const before = this.#byId.get(record.id);
    this.#byId.set(record.id, record);
    if (before?.order === record.order) {
      this.#sorted[this.#place(before)] = record;
      return;
    }
    if (before) this.#sorted.splice(this.#place(before), 1);
    const last = this.#sorted.at(-1);
    if (!last || compare(last, record) < 0) this.#sorted.push(record);
    else this.#sorted.splice(this.#place(record), 0, record);
  }

  delete(id: string): void {
    const record = this.#byId.get(id);
    if (!record) return;
    this.#own();
    this.#byId.delete(id);
    this.#sorted.splice(this.#place(record), 1);
  }

  reset(records: readonly R[]): void {
    this.#byId.clear();
    for (const r of records) this.#byId.set(r.id, r);
    this.#sorted = [...this.#byId.values()].sort(compare);
    this.#shared = false;
  }

  #own(): void {
    if (this.#shared) this.#sorted = this.#sorted.slice();
    this.#shared = false;
  }

  /** The first index whose record does not sort before this one. */
  #place(record: Ordered): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.#sorted[middle]!, record) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const compare = (a: Ordered, b: Ordered): number => a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export class RecordStore {
  readonly regions = new OrderedTable<RegionRecord>();
  readonly relations = new OrderedTable<RelationRecord>();
  readonly #values = new Map<string, ValueRecord>();

  value(name: string): FieldValue | undefined { return this.#values.get(name)?.value; }
  values(): Readonly<Record<string, FieldValue>> {
    return Object.fromEntries(Array.from(this.#values.values(), (r) => [r.id, r.value]));
  }

  get(type: RecordType, id: string): DocRecord | undefined {
    switch (type) {
      case 'region': return this.regions.get(id);
      case 'relation': return this.relations.get(id);
      case 'value': return this.#values.get(id);
    }
  }

  put(record: DocRecord): void {
    switch (record.type) {
      case 'region': return this.regions.set(record);
      case 'relation': return this.relations.set(record);
      case 'value': return void this.#values.set(record.id, record);
    }
  }

  remove(type: RecordType, id: string): void {
    switch (type) {
      case 'region': return this.regions.delete(id);
      case 'relation': return this.relations.delete(id);
      case 'value': return void this.#values.delete(id);
    }
  }

  apply(d: Diff): void {
    for (const r of d.removed) this.remove(r.type, r.id);
    for (const [, after] of d.updated) this.put(after);
    for (const r of d.added) this.put(r);
  }

  reset(regions: readonly RegionRecord[], relations: readonly RelationRecord[], values: readonly ValueRecord[]): void {
    this.regions.reset(regions);
    this.relations.reset(relations);
    this.#values.clear();
    for (const v of values) this.#values.set(v.id, v);
  }

  records(): DocRecord[] {
    return [...this.regions.all(), ...this.relations.all(), ...this.#values.values()];
  }
}
