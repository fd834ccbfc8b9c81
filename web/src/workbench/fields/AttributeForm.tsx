import { NumberInput, Select, Text, Textarea, TextInput, VisuallyHidden } from '@mantine/core';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { assignKeys, isShown, type Issue } from '../../engine/core';
import type { Field, FieldValue, Values } from '../../engine/model';
import classes from './AttributeForm.module.css';

export interface AttributeFormProps {
  readonly fields: readonly Field[];
  readonly values: Readonly<Values>;
  /** undefined takes the answer away. Text and numbers report every keystroke: coalesce them by field. */
  onChange(field: string, value: FieldValue | undefined): void;
  /** A text or number field was left: the next change is a step of its own. */
  onCommit?(field: string): void;
  readonly disabled?: boolean | undefined;
  /** Those whose `field` is one of these fields are shown beside it. */
  readonly issues?: readonly Issue[] | undefined;
  /** A choice made by key moves on to the next question. */
  readonly advance?: boolean | undefined;
  /** Larger targets and text, for a form that is the whole task. */
  readonly size?: 'compact' | 'comfortable' | undefined;
}

/** More options than this are a searchable list instead of buttons. */
const maxButtons = 12;

/** Questions with their answers. Made for the keyboard: Tab goes from question to question, digits (or the option's own key) choose. */
export function AttributeForm({ fields, values, onChange, onCommit, disabled, issues, advance, size = 'compact' }: AttributeFormProps) {
  const { t } = useTranslation('workbench');
  const root = useRef<HTMLDivElement>(null);

  const goOn = (from: string): void => {
    if (!advance) return;
    // The next question may only appear with this answer: look after it has been drawn.
    requestAnimationFrame(() => {
      const all = [...(root.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
      const next = all[all.findIndex((e) => e.dataset['field'] === from) + 1];
      next?.querySelector<HTMLElement>('input, textarea, [tabindex="0"]')?.focus();
    });
  };

  return (
    <div ref={root} className={classes.form} data-size={size}>
      {fields.filter((f) => isShown(f, fields, values)).map((field) => {
        const issue = issues?.find((i) => i.field === field.name);
        return (
          <Question
            key={field.name}
            field={field}
            value={values[field.name]}
            disabled={disabled ?? false}
            error={issue ? t(issue.messageKey, issue.params) : undefined}
            onChange={(value) => onChange(field.name, value)}
            onCommit={() => onCommit?.(field.name)}
            onDone={() => goOn(field.name)}
          />
        );
      })}
    </div>
  );
}

interface QuestionProps {
  readonly field: Field;
  readonly value: FieldValue | undefined;
  readonly disabled: boolean;
  readonly error: string | undefined;
  onChange(value: FieldValue | undefined): void;
  onCommit(): void;
  onDone(): void;
}

function Question(props: QuestionProps) {
  const { field, error } = props;
  const { t } = useTranslation('workbench');
  const id = useId();
  const labelId = `${id}-label`;
  const describedBy = [field.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className={classes.question} data-field={field.name} data-error={error ? true : undefined}>
      <div className={classes.label} id={labelId}>
        <span>{field.title ?? field.name}</span>
        {field.required && (
          <>
            <span className={classes.required} aria-hidden>*</span>
            <VisuallyHidden>{t('fields.required')}</VisuallyHidden>
          </>
        )}
      </div>
      {field.hint && <Text id={`${id}-hint`} className={classes.hint}>{field.hint}</Text>}
      <Answer {...props} labelId={labelId} describedBy={describedBy} />
      {error && <Text id={`${id}-error`} className={classes.error} role="alert">{error}</Text>}
    </div>
  );
}

function Answer({ field, value, disabled, error, onChange, onCommit, onDone, labelId, describedBy }: QuestionProps & { labelId: string; describedBy: string | undefined }): ReactNode {
  const { t } = useTranslation('workbench');
  const common = { disabled, 'aria-labelledby': labelId, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined, size: 'xs' } as const;
  switch (field.kind) {
    case 'choice':
      if (field.options.length > maxButtons)
        return (
          <Select
            {...common}
            data={field.options.map((o) => ({ value: o.value, label: o.title ?? o.value }))}
            value={typeof value === 'string' ? value : null}
            onChange={(v) => {
              onChange(v ?? undefined);
              onDone();
            }}
            searchable
            clearable={!field.required}
            placeholder={t('fields.choose')}
            nothingFoundMessage={t('fields.nothingFound')}
          />
        );
      return (
        <OptionButtons
          options={field.options}
          chosen={typeof value === 'string' ? [value] : []}
          labelId={labelId} describedBy={describedBy} disabled={disabled}
          onToggle={(v) => {
            onChange(v === value && !field.required ? undefined : v);
            onDone();
          }}
        />
      );
    case 'multi_choice': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <OptionButtons
          multiple
          options={field.options}
          chosen={chosen} labelId={labelId} describedBy={describedBy} disabled={disabled}
          onToggle={(v) => {
            const next = new Set(chosen);
            if (!next.delete(v)) next.add(v);
            // In the order of the ontology, so that equal answers are equal.
            const list = field.options.map((o) => o.value).filter((o) => next.has(o));
            onChange(list.length > 0 ? list : undefined);
          }}
          onEnter={onDone}
        />
      );
    }
    case 'boolean':
      return (
        <OptionButtons
          options={[{ value: 'true', title: t('fields.yes'), hotkey: t('fields.yesKey') }, { value: 'false', title: t('fields.no'), hotkey: t('fields.noKey') }]}
          chosen={typeof value === 'boolean' ? [String(value)] : []}
          labelId={labelId} describedBy={describedBy} disabled={disabled}
          onToggle={(v) => {
            onChange(String(value) === v && !field.required ? undefined : v === 'true');
            onDone();
          }}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          onChange={(v) => onChange(typeof v === 'number' ? v : undefined)}
          onBlur={onCommit}
          onKeyDown={(e) => e.key === 'Enter' && onDone()}
          // The bounds are said, not forced: a number half typed is often out of them.
          clampBehavior="none"
          min={field.min} max={field.max} step={field.step ?? 1}
          placeholder={range(field.min, field.max)}
          hideControls={disabled}
        />
      );
    case 'text': {
      const text = { ...common, value: typeof value === 'string' ? value : '', maxLength: field.maxLength, onBlur: onCommit };
      return field.multiline ? (
        <Textarea {...text} autosize minRows={3} maxRows={14} onChange={(e) => onChange(e.currentTarget.value || undefined)} />
      ) : (
        <TextInput {...text} onChange={(e) => onChange(e.currentTarget.value || undefined)} onKeyDown={(e) => e.key === 'Enter' && !e.nativeEvent.isComposing && onDone()} />
      );
    }
  }
}

const range = (min: number | undefined, max: number | undefined): string | undefined =>
  min === undefined && max === undefined ? undefined : `${min ?? '−∞'} … ${max ?? '∞'}`;

interface OptionButtonsProps {
  readonly options: readonly { readonly value: string; readonly title?: string; readonly hotkey?: string }[];
  readonly chosen: readonly string[];
  readonly multiple?: boolean;
  readonly disabled: boolean;
  readonly labelId: string;
  readonly describedBy: string | undefined;
  onToggle(value: string): void;
  onEnter?(): void;
}

/** A radio group (or check boxes) as buttons, each with its key. One stop for Tab; arrows move, Space chooses, keys choose at once. */
function OptionButtons({ options, chosen, multiple = false, disabled, labelId, describedBy, onToggle, onEnter }: OptionButtonsProps) {
  const group = useRef<HTMLDivElement>(null);
  const keys = assignKeys(options.map((o) => ({ name: o.value, hotkey: o.hotkey })));
  const current = Math.max(0, options.findIndex((o) => chosen.includes(o.value)));

  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>): void => {
    if (disabled || e.ctrlKey || e.metaKey || e.altKey) return;
    const buttons = [...(group.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const at = buttons.indexOf(e.target as HTMLButtonElement);
    const step = e.key === 'ArrowRight' || e.key === 'ArrowDown' ? 1 : e.key === 'ArrowLeft' || e.key === 'ArrowUp' ? -1 : 0;
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(e.code)?.[1];
    const byKey = options.find((o) => keys.get(o.value) === digit || keys.get(o.value) === e.key.toUpperCase());
    if (step !== 0) buttons[(at + step + buttons.length) % buttons.length]?.focus();
    else if (byKey) {
      buttons[options.indexOf(byKey)]?.focus();
      onToggle(byKey.value);
    } else if (e.key === 'Enter' && onEnter) onEnter();
    else return;
    e.preventDefault();
  };

  return (
    // Keys bubble up from the buttons; the group itself never has the focus.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={group} role={multiple ? 'group' : 'radiogroup'} aria-labelledby={labelId} aria-describedby={describedBy} className={classes.options} data-hotkeys="list" onKeyDown={onKeyDown}>
      {options.map((o, i) => {
        const on = chosen.includes(o.value);
        return (
          <button
            key={o.value}
            type="button"
            role={multiple ? 'checkbox' : 'radio'}
            aria-checked={on}
            aria-keyshortcuts={keys.get(o.value)}
            tabIndex={i === current ? 0 : -1}
            disabled={disabled}
            className={classes.option}
            data-on={on || undefined}
            onClick={() => onToggle(o.value)}
          >
            <span className={multiple ? classes.check : classes.radio} aria-hidden />
            <span className={classes.optionTitle}>{o.title ?? o.value}</span>
            {keys.has(o.value) && <kbd className={classes.key} aria-hidden>{keys.get(o.value)}</kbd>}
          </button>
        );
      })}
    </div>
  );
}
