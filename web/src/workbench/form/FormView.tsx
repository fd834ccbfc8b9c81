import { Switch, VisuallyHidden } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { jsonEqual } from '../../engine/core';
import type { FormCore } from '../../engine/form';
import type { FieldValue } from '../../engine/model';
import type { ViewProps } from '../contract';
import { AttributeForm } from '../fields/AttributeForm';
import { useWorkbench } from '../shell/context';
import { Inputs } from '../shell/Inputs';
import { useSignal } from '../useSignal';
import classes from './form.module.css';
import type { FormMedia } from './media';

/** What is asked about, and the questions beside it (below it on a narrow screen). */
export function FormView({ core, media, compareWith }: ViewProps<FormCore, FormMedia>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const { submit, issues, suggested, model } = useWorkbench();
  const form = useRef<HTMLDivElement>(null);
  const fields = core.ontology.fields ?? [];
  const single = fields.length === 1 && (fields[0]!.kind === 'choice' || fields[0]!.kind === 'boolean');
  const [atOnce, setAtOnce] = useLocalStorage<boolean>({ key: 'cloison.form.atOnce', defaultValue: false, getInitialValueInEffect: false });
  const active = core.activeField?.name;

  // The question that the keys answer has the focus, so that Tab and the arrows go on from there.
  const focused = useRef<string>(undefined);
  useEffect(() => {
    if (!core.canEdit || active === undefined || focused.current === active) return;
    focused.current = active;
    const question = form.current?.querySelector(`[data-field="${CSS.escape(active)}"]`);
    if (question?.contains(document.activeElement)) return;
    question?.querySelector<HTMLElement>('input, textarea, [tabindex="0"]')?.focus({ preventScroll: true });
  }, [core, active, core.canEdit]);

  const answer = (field: string, value: FieldValue | undefined): void => core.answer(field, value);

  // One-question tasks: the key that answers also hands in.
  const value = single ? core.value(fields[0]!.name) : undefined;
  const answered = useRef(value);
  useEffect(() => {
    const changed = !jsonEqual(answered.current, value);
    answered.current = value;
    if (changed && single && atOnce && value !== undefined && core.canEdit && core.undoLabel !== undefined && core.redoLabel === undefined) submit?.();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [value]);

  // Enter on an answer hands in, as it does everywhere else; Space and the option's key choose.
  const onKeyDownCapture = (e: KeyboardEvent): void => {
    if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || e.nativeEvent.isComposing || !submit || !(e.target instanceof HTMLElement)) return;
    const option = e.target.matches('[role=radio], [role=checkbox]');
    const line = e.target instanceof HTMLInputElement && !e.target.matches('[aria-expanded=true]');
    if (!option && !line) return;
    e.preventDefault();
    e.stopPropagation();
    submit();
  };

  const untouched = [...suggested].filter(([name, v]) => jsonEqual(core.value(name), v) && core.undoLabel === undefined);
  const different = compareWith ? fields.filter((f) => !jsonEqual(compareWith.values?.[f.name], core.value(f.name))) : [];

  return (
    <div className={classes.view} data-inputs={media.inputs.length > 0 || undefined}>
      {/* A part that scrolls must be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.inputs} tabIndex={0} role="group" aria-label={t('form.inputs')}>
        <Inputs inputs={media.inputs} data={media.data} imageUrl={(input) => media.images.get(input) ?? ''} />
      </div>
      <div ref={form} className={classes.questions} onKeyDownCapture={onKeyDownCapture}>
        {untouched.length > 0 && core.canEdit && <p className={classes.note}>{t('form.suggested', { model: model ?? '' })}</p>}
        <div
          onFocusCapture={(e) => {
            const name = e.target.closest<HTMLElement>('[data-field]')?.dataset['field'];
            if (name === undefined) return;
            focused.current = name;
            core.setActiveField(name);
          }}
        >
          <AttributeForm
            fields={fields} values={core.values} disabled={!core.canEdit} issues={issues} size="comfortable" advance={!single}
            onChange={answer} onCommit={() => core.seal()}
          />
        </div>
        {single && core.canEdit && submit && (
          <Switch size="xs" className={classes.preference} checked={atOnce} onChange={(e) => setAtOnce(e.currentTarget.checked)} label={t('form.atOnce')} />
        )}
        {compareWith && (
          <section className={classes.compare} aria-label={t('form.compare')}>
            <h3>{t('form.compare')}</h3>
            {different.length === 0 ? <p>{t('form.same')}</p> : different.map((f) => (
              <dl key={f.name}>
                <dt>{f.title ?? f.name}</dt>
                <dd>{said(compareWith.values?.[f.name], t('form.noAnswer'), f)}</dd>
              </dl>
            ))}
          </section>
        )}
        <VisuallyHidden aria-live="polite">{core.activeField?.title ?? active}</VisuallyHidden>
      </div>
    </div>
  );
}

function said(value: FieldValue | undefined, none: string, field: { kind: string; options?: readonly { value: string; title?: string }[] }): string {
  if (value === undefined) return none;
  const title = (v: string): string => field.options?.find((o) => o.value === v)?.title ?? v;
  return Array.isArray(value) ? value.map(title).join(', ') : title(String(value));
}
