import type { Condition, Field, FieldValue, Values } from '../../lib/contracts';

const holds = (condition: Condition, answer: FieldValue | undefined): boolean =>
  answer === undefined ? false
  : Array.isArray(answer) ? answer.some((item) => condition.anyOf.includes(item))
  : condition.anyOf.includes(String(answer));

/** Whether a field is asked, given the answers so far: its condition holds, and the field that it names is itself asked. */
export function isShown(field: Field, siblings: readonly Field[], values: Values): boolean {
  let at = field;
  for (let steps = 0; at.showWhen !== undefined; steps++) {
    const condition = at.showWhen;
    const next = siblings.find((sibling) => sibling.name === condition.field);
    if (!holds(condition, values[condition.field]) || next === undefined || next === at || steps > siblings.length) return false;
    at = next;
  }
  return true;
}
