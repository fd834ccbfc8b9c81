import type { Field, FieldValue, Ontology } from '../model';
import { assignKeys, coreCommands, EditorCore, isShown, type CommandDef, type EditorInit } from '../core';

/** A form as the whole task: questions in order, one of which the keys answer. */
export class FormCore extends EditorCore {
  #active: string | undefined;

  constructor(init: EditorInit) {
    super(init);
    // Where there is still something to say: what must be answered first.
    this.#active = (this.shownFields.find((f) => f.required && this.value(f.name) === undefined) ?? this.shownFields[0])?.name;
  }

  get shownFields(): readonly Field[] {
    const fields = this.ontology.fields ?? [];
    const values = this.values;
    return fields.filter((f) => isShown(f, fields, values));
  }

  /** The question that digits answer. */
  get activeField(): Field | undefined {
    const shown = this.shownFields;
    return shown.find((f) => f.name === this.#active) ?? shown[0];
  }

  setActiveField(name: string): void {
    if (name === this.#active) return;
    this.#active = name;
    this.ui.bump();
  }

  moveActive(step: 1 | -1): void {
    const shown = this.shownFields;
    const at = shown.findIndex((f) => f.name === this.activeField?.name);
    const next = shown[at + step];
    if (next) this.setActiveField(next.name);
  }

  /** Text and numbers report every keystroke: those of one field are one step until it is left. */
  answer(field: string, value: FieldValue | undefined): void {
    const kind = this.ontology.fields?.find((f) => f.name === field)?.kind;
    this.transact('step.setValue', (tx) => tx.setValue(field, value), kind === 'text' || kind === 'number' ? { coalesce: `value:${field}` } : {});
  }

  /** Chooses an option as its key does: again takes it away, when nothing must be chosen. */
  choose(field: Field, option: string): void {
    const now = this.value(field.name);
    switch (field.kind) {
      case 'choice':
        this.answer(field.name, now === option && !field.required ? undefined : option);
        break;
      case 'multi_choice': {
        const chosen = new Set(Array.isArray(now) ? now : []);
        if (!chosen.delete(option)) chosen.add(option);
        const list = field.options.map((o) => o.value).filter((o) => chosen.has(o));
        this.answer(field.name, list.length > 0 ? list : undefined);
        break;
      }
      case 'boolean':
        this.answer(field.name, option === 'true');
        break;
      default:
    }
  }

  /** The key of each option of a question, as shown on it. */
  keysOf(field: Field): ReadonlyMap<string, string> {
    return assignKeys(optionsOf(field));
  }
}

const optionsOf = (field: Field): { name: string; hotkey?: string | undefined }[] =>
  field.kind === 'choice' || field.kind === 'multi_choice' ? field.options.map((o) => ({ name: o.value, hotkey: o.hotkey }))
  : field.kind === 'boolean' ? [{ name: 'true' }, { name: 'false' }]
  : [];

type Def = CommandDef<FormCore>;

function byKey(key: string): Def {
  const option = (core: FormCore): string | undefined => {
    const field = core.activeField;
    return field && [...core.keysOf(field)].find(([, k]) => k === key)?.[0];
  };
  return {
    id: `form.key.${key}`, keys: [key], scope: 'page', group: 'region', titleKey: 'form.command.choose', titleParams: { key }, unlisted: key !== '1',
    enabled: (core) => core.canEdit && option(core) !== undefined,
    run: (core) => {
      const field = core.activeField;
      const value = option(core);
      if (!field || value === undefined) return;
      core.choose(field, value);
      // On to the next question, when it is still open.
      if (field.kind === 'multi_choice' || core.value(field.name) === undefined) return;
      const shown = core.shownFields;
      const next = shown[shown.findIndex((f) => f.name === field.name) + 1];
      if (next && core.value(next.name) === undefined) core.setActiveField(next.name);
    },
  };
}

/** Keys for every option of an ontology: 1 to 9, and the letters that some option has. */
export function commandsFor(ontology: Ontology): CommandDef<FormCore>[] {
  const keys = new Set<string>(['1', '2']);
  for (const field of ontology.fields ?? []) for (const key of assignKeys(optionsOf(field)).values()) keys.add(key);
  const history = coreCommands.filter((c) => c.id === 'edit.undo' || c.id === 'edit.redo');
  return [
    ...history,
    { id: 'form.next', keys: ['ArrowDown'], scope: 'page', group: 'select', titleKey: 'form.command.next', enabled: (c) => c.shownFields.length > 1, run: (c) => c.moveActive(1) },
    { id: 'form.previous', keys: ['ArrowUp'], scope: 'page', group: 'select', titleKey: 'form.command.previous', enabled: (c) => c.shownFields.length > 1, run: (c) => c.moveActive(-1) },
    ...[...keys].sort().map(byKey),
  ];
}
