import { ActionIcon, Button, Collapse, Group, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconPentagon, IconPointFilled, IconSquare, IconTrash } from '@tabler/icons-react';
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelClass, Ontology, ShapeKind } from '../../lib/contracts';
import classes from './ClassRow.module.css';
import { ColorButton } from './ColorButton';
import { useErrorAt, useErrorCount } from './errors';
import { FieldsEditor } from './FieldsEditor';
import { HotkeyInput } from './HotkeyInput';

const drawable = [
  { kind: 'box', icon: IconSquare }, { kind: 'polygon', icon: IconPentagon }, { kind: 'point', icon: IconPointFilled },
] as const satisfies readonly { kind: ShapeKind; icon: unknown }[];

export function ClassRow({ index, depth, ontology, onChange, onRemove, onMove, onAddBelow, onPasteNames }: {
  index: number; depth: number; ontology: Ontology; onChange: (part: Partial<LabelClass>) => void; onRemove: () => void;
  onMove: (by: -1 | 1) => void; onAddBelow: () => void; onPasteNames: (names: string[]) => void;
}) {
  const { t } = useTranslation(['ontology', 'common']);
  const errorAt = useErrorAt();
  const errorCount = useErrorCount();
  const [expanded, setExpanded] = useState(false);
  const value = ontology.classes?.[index];
  if (value === undefined) return null;
  const place = `classes[${index}]`;
  const label = value.name === '' ? t('classNumber', { number: index + 1 }) : value.name;
  const hidden = errorCount(`${place}.attributes`) + errorCount(`${place}.parent`);
  const problem = errorAt(place) ?? errorAt(`${place}.hotkey`) ?? errorAt(`${place}.shapes`) ?? errorAt(`${place}.color`) ?? (expanded ? undefined : errorAt(`${place}.parent`));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && value.name !== '') { event.preventDefault(); onAddBelow(); }
    else if (event.key === 'Backspace' && value.name === '') { event.preventDefault(); onRemove(); }
    else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) { event.preventDefault(); onMove(event.key === 'ArrowUp' ? -1 : 1); }
  };
  const onPaste = (event: ClipboardEvent) => {
    const names = event.clipboardData.getData('text').split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
    if (names.length < 2) return;
    event.preventDefault();
    onPasteNames(names);
  };
  const toggleShape = (kind: ShapeKind) =>
    onChange({ shapes: value.shapes.includes(kind) ? value.shapes.filter((other) => other !== kind) : [...value.shapes, kind] });

  return (
    <div className={classes.row} style={{ marginInlineStart: depth * 22 }}>
      <div className={classes.line}>
        <ColorButton value={value.color} onChange={(color) => onChange({ color })} label={t('colorOf', { name: label })} />
        <TextInput
          className={classes.name} size="xs" aria-label={t('nameOf', { name: label })} placeholder={t('className')} value={value.name} maxLength={200}
          data-class-name={index} error={errorAt(place) !== undefined} onKeyDown={onKeyDown} onPaste={onPaste}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <HotkeyInput value={value.hotkey} label={t('hotkeyOf', { name: label })} error={errorAt(`${place}.hotkey`) !== undefined} onChange={(hotkey) => onChange({ hotkey })} />
        {ontology.editor === 'image' && (
          <Group gap={0} wrap="nowrap" role="group" aria-label={t('shapesOf', { name: label })}>
            {drawable.map(({ kind, icon: ShapeIcon }) => (
              <Tooltip key={kind} label={t(`common:shape.${kind}`)}>
                <ActionIcon
                  aria-label={t(`common:shape.${kind}`)} aria-pressed={value.shapes.includes(kind)} className={classes.shape} onClick={() => toggleShape(kind)}
                >
                  <ShapeIcon size={16} />
                </ActionIcon>
              </Tooltip>
            ))}
          </Group>
        )}
        <Tooltip label={t('details')}>
          <ActionIcon aria-label={t('detailsOf', { name: label })} aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
            {expanded ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </ActionIcon>
        </Tooltip>
        <ActionIcon aria-label={t('removeOf', { name: label })} onClick={onRemove}><IconTrash size={16} /></ActionIcon>
      </div>
      {problem !== undefined && <Text size="xs" c="var(--mantine-color-error)" role="alert" pl={36}>{problem}</Text>}
      {!expanded && (value.attributes?.length ?? 0) > 0 && (
        <Text size="xs" c={hidden > 0 ? 'var(--mantine-color-error)' : 'dimmed'} pl={36}>
          {t('attributeCount', { count: value.attributes?.length ?? 0 })}: {value.attributes?.map((field) => field.title ?? field.name).join(', ')}
        </Text>
      )}
      <Collapse expanded={expanded}>
        {expanded && (
          <Stack gap="sm" className={classes.details}>
            <Group gap="sm" align="flex-start" grow>
              <TextInput
                size="xs" label={t('shownAs')} description={t('shownAsHint')} value={value.title ?? ''} maxLength={200}
                onChange={(event) => onChange({ title: event.currentTarget.value || undefined })}
              />
              <Select
                size="xs" label={t('parent')} description={t('parentHint')} clearable searchable placeholder={t('common:none')} error={errorAt(`${place}.parent`)}
                value={value.parent ?? null} onChange={(parent) => onChange({ parent: parent ?? undefined })}
                data={[...new Set((ontology.classes ?? []).filter((c, i) => i !== index && c.name !== '').map((c) => c.name))]}
              />
            </Group>
            <div>
              <Text size="xs" fw={500} mb={4}>{t('attributes')}</Text>
              <FieldsEditor value={value.attributes ?? []} path={`${place}.attributes`} onChange={(attributes) => onChange({ attributes: attributes.length === 0 ? undefined : attributes })} compact />
            </div>
            <Group gap={6}>
              <Button size="compact-xs" variant="default" leftSection={<IconArrowUp size={13} />} onClick={() => onMove(-1)}>{t('moveUp')}</Button>
              <Button size="compact-xs" variant="default" leftSection={<IconArrowDown size={13} />} onClick={() => onMove(1)}>{t('moveDown')}</Button>
            </Group>
          </Stack>
        )}
      </Collapse>
    </div>
  );
}
