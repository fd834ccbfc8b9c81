import { Button, Select } from '@mantine/core';
import { IconArrowRight, IconArrowsExchange, IconCopyPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldValue } from '../../engine/model';
import { excerpt, isSpan, type SpanRecord, type TextCore } from '../../engine/text';
import type { PanelProps } from '../contract';
import { AttributeForm } from '../fields/AttributeForm';
import { useSignal } from '../useSignal';
import classes from './text.module.css';

/** Class, attributes and links of what is selected, and the questions about the whole text. */
export function TextInspector(props: PanelProps<TextCore>) {
  const { core, issues } = props;
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const { selected, selectedRelation } = core;
  const fields = core.ontology.fields ?? [];
  const hasClasses = (core.ontology.classes?.length ?? 0) > 0;
  return (
    <div className={classes.inspector}>
      {fields.length > 0 && (
        <section className={classes.section} aria-label={t('text.wholeText')}>
          <h3 className={classes.heading}>{t('text.wholeText')}</h3>
          <AttributeForm
            fields={fields}
            values={core.values}
            disabled={!core.canEdit}
            issues={issues?.filter((i) => i.regionId === undefined)}
            onChange={(field, value) => core.transact('step.setValue', (tx) => tx.setValue(field, value), coalesced(`value:${field}`, value))}
            onCommit={() => core.seal()}
          />
        </section>
      )}
      {selectedRelation ? <RelationForm {...props} />
      : selected && isSpan(selected) ? <SpanForm key={selected.id} {...props} span={selected} />
      : core.selection.size > 1 ? <p className={classes.empty}>{t('text.selectedCount', { count: core.selection.size })}</p>
      : hasClasses && <p className={classes.empty} style={{ paddingBlockStart: 12 }}>{t(core.canEdit ? 'text.nothingSelectedEdit' : 'text.nothingSelected')}</p>}
    </div>
  );
}

/** Keystrokes in one field are one undo step, choices are a step each. */
const coalesced = (key: string, value: FieldValue | undefined) => (typeof value === 'boolean' || Array.isArray(value) ? {} : { coalesce: key });

function SpanForm({ core, span, issues, keyLabel, run }: PanelProps<TextCore> & { readonly span: SpanRecord }) {
  const { t } = useTranslation('workbench');
  const labelClass = core.labelClass(span.class);
  const disabled = !core.canEdit || core.flags(span.id).locked === true;
  const options = core.classesFor('span');
  const colors = new Map(options.map((c) => [c.name, c.color]));
  const links = core.relationsOf(span.id);
  return (
    <section className={classes.section} aria-label={t('text.selection')}>
      <h3 className={classes.heading}>{t('text.selection')}<span>{span.shape.start}–{span.shape.end}</span></h3>
      <p className={classes.quote} style={{ borderColor: labelClass?.color }} dir="auto">{excerpt(core.document.slice(span.shape), 400)}</p>
      <Select
        size="xs" aria-label={t('text.class')} data={options.map((c) => ({ value: c.name, label: c.title ?? c.name }))} value={span.class} disabled={disabled} searchable allowDeselect={false}
        leftSection={<i className={classes.swatch} style={{ background: labelClass?.color }} />}
        renderOption={({ option }) => (
          <span className={classes.tip}><i className={classes.swatch} style={{ background: colors.get(option.value) }} />{option.label}{keyLabel(`class.${option.value}`) && <kbd className={classes.kbd}>{keyLabel(`class.${option.value}`)}</kbd>}</span>
        )}
        onChange={(name) => name && core.chooseClass(name)}
      />
      {span.score !== undefined && (
        <div className={classes.suggestion}>
          <span>{t('text.suggestedBy', { percent: Math.round(span.score * 100) })}</span>
          {!disabled && (
            <span className={classes.verdict}>
              <Button size="compact-xs" variant="light" onClick={() => run('region.accept')}>{t('text.accept')}</Button>
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => run('text.delete')}>{t('text.reject')}</Button>
            </span>
          )}
        </div>
      )}
      {labelClass?.attributes && labelClass.attributes.length > 0 && (
        <AttributeForm
          fields={labelClass.attributes} values={span.attributes ?? {}} disabled={disabled} issues={issues?.filter((i) => i.regionId === span.id)}
          onChange={(field, value) => core.transact('step.setAttribute', (tx) => tx.setAttribute(span.id, field, value), coalesced(`attribute:${span.id}:${field}`, value))}
          onCommit={() => core.seal()}
        />
      )}
      {links.length > 0 && (
        <div>
          <h3 className={classes.heading} style={{ paddingBlockEnd: 4 }}>{t('text.links')}<span>{links.length}</span></h3>
          {links.map((r) => {
            const other = core.region(r.from === span.id ? r.to : r.from);
            const type = core.ontology.relations?.find((x) => x.name === r.name);
            return (
              <button key={r.id} type="button" className={classes.relation} onClick={() => core.selectRelation(r.id)}>
                <i className={classes.swatch} style={{ background: type?.color }} />
                <span>{type?.title ?? r.name}</span>
                <IconArrowRight size={12} style={r.from === span.id ? undefined : { transform: 'scaleX(-1)' }} aria-label={t(r.from === span.id ? 'text.to' : 'text.from')} />
                <span className={classes.name} dir="auto">{other && isSpan(other) ? excerpt(core.document.slice(other.shape), 40) : ''}</span>
              </button>
            );
          })}
        </div>
      )}
      {!disabled && (
        <div className={classes.actions}>
          <Button size="compact-xs" variant="default" leftSection={<IconCopyPlus size={13} />} onClick={() => run('text.labelAll')}>{t('text.command.labelAll')}</Button>
          <Button size="compact-xs" variant="default" leftSection={<IconTrash size={13} />} onClick={() => run('text.delete')}>{t('command.delete')}</Button>
        </div>
      )}
    </section>
  );
}

function RelationForm({ core, run }: PanelProps<TextCore>) {
  const { t } = useTranslation('workbench');
  const relation = core.selectedRelation!;
  const type = core.ontology.relations?.find((r) => r.name === relation.name);
  const types = core.relationTypesFor(relation.from, relation.to);
  const end = (id: string, label: string) => {
    const region = core.region(id);
    return (
      <button type="button" className={classes.relation} onClick={() => core.select([id])}>
        <span className={classes.className}>{label}</span>
        <i className={classes.swatch} style={{ background: region && core.labelClass(region.class)?.color }} />
        <span className={classes.name} dir="auto">{region && isSpan(region) ? excerpt(core.document.slice(region.shape), 60) : ''}</span>
      </button>
    );
  };
  return (
    <section className={classes.section} aria-label={t('text.relation')}>
      <h3 className={classes.heading}>{t('text.relation')}</h3>
      <Select
        size="xs" aria-label={t('text.linkType')} data={types.map((r) => ({ value: r.name, label: r.title ?? r.name }))} value={relation.name} disabled={!core.canEdit} allowDeselect={false}
        leftSection={<i className={classes.swatch} style={{ background: type?.color }} />} onChange={(name) => name && core.renameSelectedRelation(name)}
      />
      <div>
        {end(relation.from, t('text.from'))}
        {end(relation.to, t('text.to'))}
      </div>
      {core.canEdit && (
        <div className={classes.actions}>
          <Button size="compact-xs" variant="default" leftSection={<IconArrowsExchange size={13} />} onClick={() => run('relation.reverse')}>{t('text.command.reverse')}</Button>
          <Button size="compact-xs" variant="default" leftSection={<IconTrash size={13} />} onClick={() => run('text.delete')}>{t('command.delete')}</Button>
        </div>
      )}
    </section>
  );
}
