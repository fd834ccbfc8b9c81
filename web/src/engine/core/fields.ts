import type { Field, FieldValue, Values } from '../model';

/** Whether a field is asked, given the answers so far: its condition holds, and the field that it names is itself asked. */
export function isShown(field: Field, siblings: readonly Field[], values: Readonly<Values> | undefined): boolean {
  let at = field;
  // Conditions name earlier fields only; the counter guards against an unsound ontology.
  for (let steps = 0; at.showWhen && steps <= siblings.length; steps++) {
    const { field: name, anyOf } = at.showWhen;
    const next = siblings.find((f) => f.name === name);
    if (!next || next === at || !holds(anyOf, values?.[name])) return false;
    at = next;
  }
  return at.showWhen === undefined;
}

function holds(anyOf: readonly string[], answer: FieldValue | undefined): boolean {
  if (answer === undefined) return false;
  if (Array.isArray(answer)) return answer.some((a) => anyOf.includes(a));
  return anyOf.includes(String(answer));
}

export interface Complaint { readonly messageKey: string; readonly params?: Readonly<Record<string, string | number>> }

/** What is wrong with an answer that is present, or undefined. */
export function checkAnswer(field: Field, answer: FieldValue): Complaint | undefined {
  switch (field.kind) {
    case 'choice':
      if (typeof answer !== 'string') return { messageKey: 'issue.wrongType' };
      return field.options.some((o) => o.value === answer) ? undefined : { messageKey: 'issue.notAnOption' };
    case 'multi_choice':
      if (!Array.isArray(answer)) return { messageKey: 'issue.wrongType' };
      if (new Set(answer).size !== answer.length) return { messageKey: 'issue.optionTwice' };
      return answer.every((a) => field.options.some((o) => o.value === a)) ? undefined : { messageKey: 'issue.notAnOption' };
    case 'number':
      if (typeof answer !== 'number' || !Number.isFinite(answer)) return { messageKey: 'issue.notANumber' };
      if (field.min !== undefined && answer < field.min) return { messageKey: 'issue.tooSmall', params: { min: field.min } };
      if (field.max !== undefined && answer > field.max) return { messageKey: 'issue.tooLarge', params: { max: field.max } };
      return undefined;
    case 'text':
      if (typeof answer !== 'string') return { messageKey: 'issue.wrongType' };
      if (field.minLength !== undefined && answer.length < field.minLength) return { messageKey: 'issue.tooShort', params: { min: field.minLength } };
      if (field.maxLength !== undefined && answer.length > field.maxLength) return { messageKey: 'issue.tooLong', params: { max: field.maxLength } };
      return undefined;
    case 'boolean':
      return typeof answer === 'boolean' ? undefined : { messageKey: 'issue.wrongType' };
  }
}

/** Only the answers to fields that exist and are asked; undefined when none is left. */
export function shownAnswers(fields: readonly Field[] | undefined, values: Readonly<Values> | undefined): Values | undefined {
  if (!values) return undefined;
  const kept: Values = {};
  let count = 0;
  for (const field of fields ?? []) {
    const answer = values[field.name];
    if (answer === undefined || !isShown(field, fields!, values)) continue;
    kept[field.name] = answer;
    count++;
  }
  return count > 0 ? kept : undefined;
}

/** The answers that still make sense under another set of fields (a region's class was changed). */
export function carriedAnswers(fields: readonly Field[] | undefined, values: Readonly<Values> | undefined): Values | undefined {
  const kept = Object.fromEntries(
    (fields ?? []).flatMap((f) => {
      const answer = values?.[f.name];
      return answer !== undefined && !checkAnswer(f, answer) ? [[f.name, answer] as const] : [];
    }),
  );
  return Object.keys(kept).length > 0 ? kept : undefined;
}
