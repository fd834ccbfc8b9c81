import type { AnnotationContent, FieldValue, Region, Relation } from '../model';
import { jsonEqual } from './equal';

export type RegionChange = 'class' | 'shape' | 'attributes' | 'order';

/** What became of an annotation, for the reviewer: regions and relations by id, form values by name. */
export interface ContentDiff {
  readonly added: readonly Region[];
  readonly removed: readonly Region[];
  readonly changed: readonly { readonly before: Region; readonly after: Region; readonly what: readonly RegionChange[] }[];
  readonly unchanged: readonly Region[];
  readonly relationsAdded: readonly Relation[];
  readonly relationsRemoved: readonly Relation[];
  readonly values: readonly { readonly field: string; readonly before: FieldValue | undefined; readonly after: FieldValue | undefined }[];
}

/** A score is no answer, so a prediction that was taken as it is counts as unchanged. */
export function diffContents(before: AnnotationContent, after: AnnotationContent): ContentDiff {
  const earlier = new Map((before.regions ?? []).map((r) => [r.id, r]));
  const later = new Map((after.regions ?? []).map((r) => [r.id, r]));
  const added: Region[] = [];
  const unchanged: Region[] = [];
  const changed: { before: Region; after: Region; what: RegionChange[] }[] = [];
  const moved = movedIds([...earlier.keys()].filter((id) => later.has(id)), [...later.keys()].filter((id) => earlier.has(id)));
  for (const region of later.values()) {
    const old = earlier.get(region.id);
    if (!old) {
      added.push(region);
      continue;
    }
    const what: RegionChange[] = [];
    if (old.class !== region.class) what.push('class');
    if (!jsonEqual(old.shape, region.shape)) what.push('shape');
    if (!jsonEqual(old.attributes ?? {}, region.attributes ?? {})) what.push('attributes');
    if (moved.has(region.id)) what.push('order');
    if (what.length > 0) changed.push({ before: old, after: region, what });
    else unchanged.push(region);
  }
  const oldRelations = new Map((before.relations ?? []).map((r) => [r.id, r]));
  const newRelations = new Map((after.relations ?? []).map((r) => [r.id, r]));
  const fields = new Set([...Object.keys(before.values ?? {}), ...Object.keys(after.values ?? {})]);
  return {
    added,
    removed: [...earlier.values()].filter((r) => !later.has(r.id)),
    changed,
    unchanged,
    relationsAdded: [...newRelations.values()].filter((r) => !jsonEqual(oldRelations.get(r.id), r)),
    relationsRemoved: [...oldRelations.values()].filter((r) => !jsonEqual(newRelations.get(r.id), r)),
    values: [...fields]
      .map((field) => ({ field, before: before.values?.[field], after: after.values?.[field] }))
      .filter((v) => !jsonEqual(v.before, v.after)),
  };
}

/** The ids outside of a longest run that both lists have in the same order: the fewest that must have been moved. */
function movedIds(before: readonly string[], after: readonly string[]): Set<string> {
  const place = new Map(before.map((id, i) => [id, i]));
  const places = after.map((id) => place.get(id)!);
  const tails: number[] = [];
  const previous = places.map(() => -1);
  places.forEach((value, i) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[i] = tails[low - 1]!;
    tails[low] = i;
  });
  const moved = new Set(after);
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) moved.delete(after[i]!);
  return moved;
}
