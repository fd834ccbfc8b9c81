import type { AnnotationContent, Field, LabelClass, Ontology, Shape, Values } from '../model';
import { checkAnswer, isShown } from './fields';

/** Something that keeps an annotation from being submitted. `path` is the place in the content, as the server would name it. */
export interface Issue {
  readonly path: string;
  /** A key of the 'workbench' translations. */
  readonly messageKey: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** The region to show when the issue is chosen. */
  readonly regionId?: string;
  /** The name of the field, of the region when there is one, else of the form. */
  readonly field?: string;
}

export interface Frame { readonly width: number; readonly height: number }

/** What the rules need to know of the task. */
export interface CheckContext {
  /** The upright image, in pixels. */
  readonly frame?: Frame;
  /** The texts of the task by input name. */
  readonly texts?: Readonly<Record<string, string>>;
}

export const maxRegions = 50_000;
export const maxRelations = 50_000;
/** Coordinates may lie this far outside of the picture, as on the server. */
const slackPx = 1;

/** The rules of AnnotationRules.cs, for the person at work: same places, translated messages. The server asks again. */
export function checkContent(ontology: Ontology, content: AnnotationContent, context: CheckContext = {}, demandRequired = true): Issue[] {
  const issues: Issue[] = [];
  const regions = content.regions ?? [];
  if (regions.length > maxRegions) return [{ path: 'regions', messageKey: 'issue.tooManyRegions', params: { max: maxRegions } }];
  const classes = new Map((ontology.classes ?? []).map((c) => [c.name, c]));
  const classOfRegion = new Map<string, string>();
  regions.forEach((region, i) => {
    const path = `regions[${i}]`;
    const report = (place: string, messageKey: string, params?: Issue['params']) =>
      issues.push({ path: `${path}${place}`, messageKey, ...(params && { params }), regionId: region.id });
    if (region.id.length === 0 || region.id.length > 64) report('.id', 'issue.badId');
    else if (classOfRegion.has(region.id)) report('.id', 'issue.idTwice');
    else classOfRegion.set(region.id, region.class);
    if (region.score !== undefined && !(region.score >= 0 && region.score <= 1)) report('.score', 'issue.badScore');
    const labelClass = classes.get(region.class);
    if (!labelClass) return void report('.class', 'issue.unknownClass', { class: region.class });
    if (!labelClass.shapes.includes(region.shape.kind)) report('.shape', 'issue.wrongShape', { class: titleOf(labelClass), shape: region.shape.kind });
    const complaint = checkShape(region.shape, context);
    if (complaint) report(`.shape${complaint[0]}`, complaint[1]);
    checkValues(labelClass.attributes ?? [], region.attributes, `${path}.attributes`, demandRequired, issues, region.id);
  });
  checkRelations(ontology, content, classOfRegion, issues);
  checkValues(ontology.fields ?? [], content.values, 'values', demandRequired, issues);
  return issues;
}

const titleOf = (c: LabelClass): string => c.title ?? c.name;

function checkShape(shape: Shape, { frame, texts }: CheckContext): [place: string, messageKey: string] | undefined {
  const outside = (x: number, y: number): boolean =>
    x < -slackPx || y < -slackPx || (frame !== undefined && (x > frame.width + slackPx || y > frame.height + slackPx));
  switch (shape.kind) {
    case 'box':
      if (![shape.x, shape.y, shape.width, shape.height].every(Number.isFinite) || !(shape.width > 0) || !(shape.height > 0)) return ['', 'issue.emptyBox'];
      return outside(shape.x, shape.y) || outside(shape.x + shape.width, shape.y + shape.height) ? ['', 'issue.outsideImage'] : undefined;
    case 'polygon': {
      const { points } = shape;
      if (points.length < 6 || points.length % 2 !== 0 || points.length > 200_000) return ['.points', 'issue.badPolygon'];
      for (let i = 0; i < points.length; i += 2) {
        if (!Number.isFinite(points[i]) || !Number.isFinite(points[i + 1])) return ['.points', 'issue.badPolygon'];
        if (outside(points[i]!, points[i + 1]!)) return ['.points', 'issue.outsideImage'];
      }
      return undefined;
    }
    case 'point':
      return !Number.isFinite(shape.x) || !Number.isFinite(shape.y) || outside(shape.x, shape.y) ? ['', 'issue.outsideImage'] : undefined;
    case 'span': {
      // Without the texts at hand only the order of the ends can be judged.
      const text = texts?.[shape.input];
      if (texts && text === undefined) return ['.input', 'issue.unknownInput'];
      if (shape.start < 0 || shape.end <= shape.start || (text !== undefined && shape.end > text.length)) return ['', 'issue.badSpan'];
      if (shape.quote !== undefined && text !== undefined && text.slice(shape.start, shape.end) !== shape.quote) return ['.quote', 'issue.badQuote'];
      return undefined;
    }
  }
}

function checkRelations(ontology: Ontology, content: AnnotationContent, classOfRegion: ReadonlyMap<string, string>, issues: Issue[]): void {
  const relations = content.relations ?? [];
  if (relations.length > maxRelations) return void issues.push({ path: 'relations', messageKey: 'issue.tooManyRelations', params: { max: maxRelations } });
  const types = new Map((ontology.relations ?? []).map((r) => [r.name, r]));
  relations.forEach((relation, i) => {
    const type = types.get(relation.name);
    if (!type) issues.push({ path: `relations[${i}].name`, messageKey: 'issue.unknownRelation', params: { relation: relation.name } });
    for (const [end, id, allowed] of [['from', relation.from, type?.from], ['to', relation.to, type?.to]] as const) {
      const className = classOfRegion.get(id);
      if (className === undefined) issues.push({ path: `relations[${i}].${end}`, messageKey: 'issue.relationEndMissing' });
      else if (allowed && !allowed.includes(className))
        issues.push({ path: `relations[${i}].${end}`, messageKey: 'issue.relationEndClass', params: { relation: relation.name, class: className }, regionId: id });
    }
  });
}

function checkValues(fields: readonly Field[], values: Readonly<Values> | undefined, path: string, demandRequired: boolean, issues: Issue[], regionId?: string): void {
  const report = (field: string, messageKey: string, params?: Issue['params']) =>
    issues.push({ path: `${path}.${field}`, messageKey, ...(params && { params }), ...(regionId !== undefined && { regionId }), field });
  for (const name in values) if (!fields.some((f) => f.name === name)) report(name, 'issue.unknownField');
  for (const field of fields) {
    const answer = values?.[field.name];
    if (answer !== undefined) {
      const complaint = checkAnswer(field, answer);
      if (complaint) report(field.name, complaint.messageKey, complaint.params);
      else if (demandRequired && field.required && (answer === '' || (Array.isArray(answer) && answer.length === 0)) && isShown(field, fields, values))
        report(field.name, 'issue.required');
    } else if (demandRequired && field.required && isShown(field, fields, values)) report(field.name, 'issue.required');
  }
}
