import type { Field, LabelClass, Ontology, Option } from '../../lib/contracts';

/**
 * The server's rules (Cloison.Domain, OntologyRules) with the same places, so that people see what is wrong while they type.
 * The server decides; this only speaks earlier.
 */
export interface OntologyError { path: string; code: OntologyErrorCode; params?: Record<string, string | number> }

export const maxClasses = 2_000;
export const maxFields = 200;
export const maxNameLength = 200;
export const maxInputs = 20;

export type OntologyErrorCode =
  | 'formNeedsField' | 'nothingToAnswer' | 'inputCount' | 'inputKind' | 'tooManyClasses' | 'color' | 'noShape' | 'wrongShape' | 'noParent' | 'ownAncestor'
  | 'noClass' | 'tooManyFields' | 'conditionNotEarlier' | 'maxBelowMin' | 'step' | 'maxLengthBelowMin' | 'noOption' | 'name' | 'nameTwice' | 'hotkey' | 'hotkeyTaken';

export function checkOntology(ontology: Ontology): OntologyError[] {
  const errors: OntologyError[] = [];
  checkInputs(ontology, errors);
  checkClasses(ontology, errors);
  checkRelations(ontology, errors);
  checkFields(ontology.fields, 'fields', errors);
  const noFields = (ontology.fields ?? []).length === 0;
  if (ontology.editor === 'form' && noFields) errors.push({ path: 'fields', code: 'formNeedsField' });
  if (ontology.editor !== 'form' && (ontology.classes ?? []).length === 0 && noFields) errors.push({ path: 'classes', code: 'nothingToAnswer' });
  return errors;
}

const isColor = (text: string) => /^#[0-9a-fA-F]{6}$/.test(text);

function checkInputs(ontology: Ontology, errors: OntologyError[]) {
  if (ontology.inputs.length === 0 || ontology.inputs.length > maxInputs) errors.push({ path: 'inputs', code: 'inputCount', params: { max: maxInputs } });
  checkNames(ontology.inputs.map((input) => input.name), 'inputs', errors);
  const wanted = ontology.editor === 'form' ? undefined : ontology.editor;
  if (wanted !== undefined && ontology.inputs.every((input) => input.kind !== wanted)) errors.push({ path: 'inputs', code: 'inputKind' });
}

function checkClasses(ontology: Ontology, errors: OntologyError[]) {
  const classes = ontology.classes ?? [];
  if (classes.length > maxClasses) errors.push({ path: 'classes', code: 'tooManyClasses', params: { max: maxClasses } });
  checkNames(classes.map((c) => c.name), 'classes', errors);
  checkHotkeys(classes, 'classes', errors);
  const parents = new Map<string, string | undefined>();
  for (const c of classes) if (!parents.has(c.name)) parents.set(c.name, c.parent);
  classes.forEach((c, i) => {
    const place = `classes[${i}]`;
    if (!isColor(c.color)) errors.push({ path: `${place}.color`, code: 'color' });
    if (c.shapes.length === 0) errors.push({ path: `${place}.shapes`, code: 'noShape' });
    if (c.shapes.some((shape) => (shape === 'span') !== (ontology.editor === 'text'))) errors.push({ path: `${place}.shapes`, code: 'wrongShape' });
    if (c.parent !== undefined && !parents.has(c.parent)) errors.push({ path: `${place}.parent`, code: 'noParent' });
    else if (isItsOwnAncestor(c.name, parents)) errors.push({ path: `${place}.parent`, code: 'ownAncestor' });
    checkFields(c.attributes, `${place}.attributes`, errors);
  });
}

function isItsOwnAncestor(name: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  let steps = 0;
  for (let at = parents.get(name); at !== undefined; at = parents.get(at), steps++) if (at === name || steps > parents.size) return true;
  return false;
}

function checkRelations(ontology: Ontology, errors: OntologyError[]) {
  const relations = ontology.relations ?? [];
  checkNames(relations.map((r) => r.name), 'relations', errors);
  const classes = new Set((ontology.classes ?? []).map((c: LabelClass) => c.name));
  relations.forEach((relation, i) => {
    if (!isColor(relation.color)) errors.push({ path: `relations[${i}].color`, code: 'color' });
    for (const end of ['from', 'to'] as const) {
      const unknown = relation[end]?.find((name) => !classes.has(name));
      if (unknown !== undefined) errors.push({ path: `relations[${i}].${end}`, code: 'noClass', params: { name: unknown } });
    }
  });
}

function checkFields(fields: readonly Field[] | undefined, place: string, errors: OntologyError[]) {
  if (fields === undefined) return;
  if (fields.length > maxFields) errors.push({ path: place, code: 'tooManyFields', params: { max: maxFields } });
  checkNames(fields.map((field) => field.name), place, errors);
  const earlier = new Set<string>();
  fields.forEach((field, i) => {
    const at = `${place}[${i}]`;
    // Only earlier fields: that rules out circles, and a form is answered from the top down.
    if (field.showWhen !== undefined && !earlier.has(field.showWhen.field)) errors.push({ path: `${at}.showWhen.field`, code: 'conditionNotEarlier' });
    earlier.add(field.name);
    if (field.kind === 'choice' || field.kind === 'multi_choice') checkOptions(field.options, at, errors);
    else if (field.kind === 'number') {
      if (field.min !== undefined && field.max !== undefined && field.min > field.max) errors.push({ path: `${at}.max`, code: 'maxBelowMin' });
      else if (field.step !== undefined && field.step <= 0) errors.push({ path: `${at}.step`, code: 'step' });
    } else if (field.kind === 'text' && field.minLength !== undefined && field.maxLength !== undefined && field.minLength > field.maxLength)
      errors.push({ path: `${at}.maxLength`, code: 'maxLengthBelowMin' });
  });
}

function checkOptions(options: readonly Option[], place: string, errors: OntologyError[]) {
  if (options.length === 0) errors.push({ path: `${place}.options`, code: 'noOption' });
  checkNames(options.map((option) => option.value), `${place}.options`, errors);
  checkHotkeys(options, `${place}.options`, errors);
}

function checkNames(names: readonly string[], place: string, errors: OntologyError[]) {
  const seen = new Set<string>();
  names.forEach((name, i) => {
    if (name.trim() === '' || name.length > maxNameLength) errors.push({ path: `${place}[${i}]`, code: 'name', params: { max: maxNameLength } });
    else if (seen.has(name)) errors.push({ path: `${place}[${i}]`, code: 'nameTwice', params: { name } });
    seen.add(name);
  });
}

function checkHotkeys(items: readonly { hotkey?: string }[], place: string, errors: OntologyError[]) {
  const seen = new Set<string>();
  items.forEach(({ hotkey }, i) => {
    if (hotkey === undefined) return;
    if (!/^[a-zA-Z0-9]$/.test(hotkey)) errors.push({ path: `${place}[${i}].hotkey`, code: 'hotkey' });
    else if (seen.has(hotkey.toLowerCase())) errors.push({ path: `${place}[${i}].hotkey`, code: 'hotkeyTaken', params: { key: hotkey } });
    seen.add(hotkey.toLowerCase());
  });
}
