import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { jsonEqual, type Issue, type RegionRecord } from '../../engine/core';
import { boundsOf, isImageShape, type ImageCore } from '../../engine/image';
import type { FieldValue, LabelClass, Values } from '../../engine/model';
import type { PanelProps } from '../contract';
import { AttributeForm } from '../fields/AttributeForm';
import { useSignal } from '../useSignal';
import classes from './image.module.css';

/** Class and attributes of what is selected, and the questions about the whole image. */
export function ImageInspector({ core, issues, keyLabel, run }: PanelProps<ImageCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const selected = core.selectedRegions();
  const fields = core.ontology.fields ?? [];
  return (
    <div className={classes.inspector}>
      {selected.length > 0 ? <SelectionForm key={selected.map((r) => r.id).slice(0, 20).join()} core={core} selected={selected} issues={issues} keyLabel={keyLabel} run={run} /> : <p className={classes.empty}>{t('image.nothingSelected')}</p>}
      {fields.length > 0 && (
        <section className={classes.section} aria-label={t('image.wholeImage')}>
          <h3 className={classes.heading}>{t('image.wholeImage')}</h3>
          <AttributeForm
            fields={fields}
            values={core.values}
            disabled={!core.canEdit}
            issues={issues?.filter((i) => i.regionId === undefined)}
            onChange={(field, value) => core.transact('step.setValue', (tx) => tx.setValue(field, value), coalesced(`value ${field}`, value))}
            onCommit={() => core.seal()}
          />
        </section>
      )}
    </div>
  );
}

/** Keystrokes in one field are one undo step, choices are a step each. */
const coalesced = (key: string, value: FieldValue | undefined) => (typeof value === 'boolean' || Array.isArray(value) ? {} : { coalesce: key });

function SelectionForm({ core, selected, issues, keyLabel, run }: PanelProps<ImageCore> & { readonly selected: readonly RegionRecord[]; readonly issues?: readonly Issue[] | undefined }) {
  const { t } = useTranslation('workbench');
  const first = selected[0]!;
  const sameClass = selected.every((r) => r.class === first.class);
  const kinds = new Set(selected.map((r) => r.shape.kind));
  const options = (core.ontology.classes ?? []).filter((c) => [...kinds].every((k) => c.shapes.includes(k)));
  const labelClass = sameClass ? core.labelClass(first.class) : undefined;
  const locked = selected.every((r) => core.flags(r.id).locked);
  const disabled = !core.canEdit || locked;
  const suggested = selected.filter((r) => r.score !== undefined);
  const colors = new Map(options.map((c) => [c.name, c.color]));
  return (
    <section className={classes.section} aria-label={t('image.selection')}>
      <h3 className={classes.heading}>
        {selected.length > 1 ? t('image.selectedCount', { count: selected.length }) : t(`image.tool.${first.shape.kind}`)}
        {selected.length === 1 && <span className={classes.geometry}>{geometry(first)}</span>}
      </h3>
      <Select
        size="xs"
        aria-label={t('image.class')}
        data={options.map(asOption)}
        value={sameClass ? first.class : null}
        placeholder={t('image.severalClasses')}
        disabled={disabled}
        searchable
        allowDeselect={false}
        leftSection={labelClass && <i className={classes.swatch} style={{ background: labelClass.color }} />}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <i className={classes.swatch} style={{ background: colors.get(option.value) }} />
            <span className={classes.name}>{option.label}</span>
            {keyLabel(`class.${option.value}`) && <kbd className={classes.kbd}>{keyLabel(`class.${option.value}`)}</kbd>}
          </span>
        )}
        onChange={(name) => name && core.chooseClass(name, true)}
      />
      {suggested.length > 0 && (
        <div className={classes.suggestion}>
          <span>{t('image.suggestedBy', { percent: Math.round(Math.min(...suggested.map((r) => r.score!)) * 100) })}</span>
          {!disabled && (
            <span className={classes.verdict}>
              <Button size="compact-xs" variant="light" onClick={() => run('region.accept')}>{t('image.accept')}</Button>
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => run('region.delete')}>{t('image.reject')}</Button>
            </span>
          )}
        </div>
      )}
      {labelClass?.attributes && labelClass.attributes.length > 0 && (
        <AttributeForm
          fields={labelClass.attributes}
          values={commonValues(selected)}
          disabled={disabled}
          issues={issues?.filter((i) => selected.some((r) => r.id === i.regionId))}
          onChange={(field, value) => core.transact('step.setAttribute', (tx) => selected.forEach((r) => tx.setAttribute(r.id, field, value)), coalesced(`attribute ${first.id} ${field}`, value))}
          onCommit={() => core.seal()}
        />
      )}
    </section>
  );
}

const asOption = (c: LabelClass) => ({ value: c.name, label: c.title ?? c.name });

/** What all of them answer alike. */
function commonValues(regions: readonly RegionRecord[]): Values {
  const [first, ...rest] = regions;
  return Object.fromEntries(Object.entries(first?.attributes ?? {}).filter(([name, value]) => rest.every((r) => jsonEqual(r.attributes?.[name], value))));
}

function geometry({ shape }: RegionRecord): string {
  if (!isImageShape(shape)) return '';
  const r = boundsOf(shape);
  const [x, y] = [Math.round(r.minX), Math.round(r.minY)];
  return shape.kind === 'point' ? `${x}, ${y}` : `${Math.round(r.maxX - r.minX)} × ${Math.round(r.maxY - r.minY)}  ·  ${x}, ${y}`;
}
