import type { Field, LabelClass, Ontology, ShapeKind } from '../../lib/contracts';

/** Apart from one another for most colour-blind eyes too, and 3:1 on white and on black. */
export const palette = [
  '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#7b61c9', '#c0392b', '#1b8a8f', '#6b8e23', '#a0522d', '#5b7fd6', '#9b3f94',
] as const;

const keys = '123456789qwertyuiopasdfghjklzxcvbnm';

export const nextColor = (used: readonly string[]): string =>
  palette.find((color) => !used.includes(color)) ?? palette[used.length % palette.length] ?? palette[0];

export const nextHotkey = (used: readonly (string | undefined)[]): string | undefined =>
  [...keys].find((key) => !used.some((other) => other?.toLowerCase() === key));

export function newClass(ontology: Ontology, name: string): LabelClass {
  const classes = ontology.classes ?? [];
  const last = classes.at(-1);
  const shapes: ShapeKind[] = ontology.editor === 'text' ? ['span'] : last === undefined ? ['box'] : [...last.shapes];
  return { name, color: nextColor(classes.map((c) => c.color)), shapes, hotkey: nextHotkey(classes.map((c) => c.hotkey)) };
}

/** Changes one class; a new name goes along to its children and to the relations. */
export function changeClass(ontology: Ontology, index: number, part: Partial<LabelClass>): Ontology {
  const old = ontology.classes?.[index];
  if (old === undefined) return ontology;
  const rename = (name: string) => (part.name !== undefined && name === old.name ? part.name : name);
  const isOnlyOne = ontology.classes?.filter((c) => c.name === old.name).length === 1 && old.name !== '';
  const renames = part.name !== undefined && isOnlyOne;
  return {
    ...ontology,
    classes: ontology.classes?.map((c, i) =>
      i === index ? { ...c, ...part } : renames && c.parent !== undefined ? { ...c, parent: rename(c.parent) } : c,
    ),
    relations: renames ? ontology.relations?.map((r) => ({ ...r, from: r.from?.map(rename), to: r.to?.map(rename) })) : ontology.relations,
  };
}

export function removeClass(ontology: Ontology, index: number): Ontology {
  const name = ontology.classes?.[index]?.name;
  const without = (names: string[] | undefined) => {
    const rest = names?.filter((other) => other !== name);
    return rest?.length === 0 ? undefined : rest;
  };
  return {
    ...ontology,
    classes: ontology.classes?.filter((_, i) => i !== index).map((c) => (c.parent === name ? { ...c, parent: undefined } : c)),
    relations: ontology.relations?.map((r) => ({ ...r, from: without(r.from), to: without(r.to) })),
  };
}

/** Renames a field; the conditions that name it follow. */
export function changeField(fields: readonly Field[], index: number, next: Field): Field[] {
  const old = fields[index];
  return fields.map((field, i) =>
    i === index ? next
    : old !== undefined && old.name !== '' && field.showWhen?.field === old.name ? { ...field, showWhen: { ...field.showWhen, field: next.name } }
    : field,
  );
}

export const fieldKinds = ['choice', 'multi_choice', 'boolean', 'number', 'text'] as const satisfies readonly Field['kind'][];

/** Turns a field into another kind, keeping what both have. */
export function toKind(field: Field, kind: Field['kind']): Field {
  const { name, title, hint, required, showWhen } = field;
  const common = { name, title, hint, required, showWhen };
  const options = field.kind === 'choice' || field.kind === 'multi_choice' ? field.options : [{ value: 'a' }, { value: 'b' }];
  switch (kind) {
    case 'choice': return { kind, ...common, options };
    case 'multi_choice': return { kind, ...common, options };
    case 'boolean': return { kind, ...common };
    case 'number': return { kind, ...common };
    case 'text': return { kind, ...common };
  }
}

export function move<T>(items: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= items.length) return [...items];
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

/** A name that no sibling has: `base`, `base_2`, … */
export function freeName(base: string, taken: readonly string[]): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}_${i}`;
    if (!taken.includes(name)) return name;
  }
}

/** How deep a class is nested, and the order that shows children below their parents. */
export function nest(classes: readonly LabelClass[]): { index: number; depth: number }[] {
  const names = new Set(classes.map((c) => c.name));
  const shown = new Set<number>();
  const order: { index: number; depth: number }[] = [];
  const add = (index: number, depth: number) => {
    if (shown.has(index)) return;
    shown.add(index);
    order.push({ index, depth });
    const name = classes[index]?.name;
    if (name !== undefined && name !== '') classes.forEach((c, i) => { if (c.parent === name) add(i, depth + 1); });
  };
  classes.forEach((c, i) => { if (c.parent === undefined || !names.has(c.parent)) add(i, 0); });
  // What is left hangs in a circle.
  classes.forEach((_, i) => add(i, 0));
  return order;
}
