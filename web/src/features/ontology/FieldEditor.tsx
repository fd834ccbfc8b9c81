import { ActionIcon, Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../lib/contracts';
import { ConditionEditor } from './ConditionEditor';
import { fieldKinds, toKind } from './edits';
import { useErrorAt } from './errors';
import classes from './FieldEditor.module.css';
import { OptionsEditor } from './OptionsEditor';

const toNumber = (value: string | number): number | undefined => (typeof value === 'number' ? value : value === '' ? undefined : Number(value));

export function FieldEditor({ value, onChange, onRemove, onMove, earlier, path, isFirst, isLast }: {
  value: Field; onChange: (next: Field) => void; onRemove: () => void; onMove: (by: -1 | 1) => void; earlier: Field[]; path: string; isFirst: boolean; isLast: boolean;
}) {
  const { t } = useTranslation('ontology');
  const errorAt = useErrorAt();
  const label = value.title ?? value.name;
  return (
    <div className={classes.field} role="group" aria-label={label}>
      <Stack gap="xs">
        <Group gap={6} align="flex-end">
          <TextInput
            className={classes.grow} size="xs" label={t('question')} value={value.title ?? ''} placeholder={value.name} maxLength={200}
            onChange={(event) => onChange({ ...value, title: event.currentTarget.value || undefined })}
          />
          <Select
            size="xs" w={132} label={t('answer')} allowDeselect={false} value={value.kind}
            data={fieldKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            onChange={(kind) => { if (kind !== null) onChange(toKind(value, kind)); }}
          />
          <Group gap={0} wrap="nowrap" ms="auto">
            <ActionIcon aria-label={t('moveUpOf', { name: label })} disabled={isFirst} onClick={() => onMove(-1)}><IconArrowUp size={15} /></ActionIcon>
            <ActionIcon aria-label={t('moveDownOf', { name: label })} disabled={isLast} onClick={() => onMove(1)}><IconArrowDown size={15} /></ActionIcon>
            <ActionIcon aria-label={t('removeOf', { name: label })} onClick={onRemove}><IconTrash size={15} /></ActionIcon>
          </Group>
        </Group>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs">
          <TextInput
            size="xs" label={t('fieldName')} error={errorAt(path)} value={value.name} maxLength={200}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
          />
          <TextInput
            size="xs" label={t('hint')} value={value.hint ?? ''} maxLength={1000}
            onChange={(event) => onChange({ ...value, hint: event.currentTarget.value || undefined })}
          />
        </SimpleGrid>
        {(value.kind === 'choice' || value.kind === 'multi_choice') && (
          <OptionsEditor value={value.options} path={`${path}.options`} onChange={(options) => onChange({ ...value, options })} />
        )}
        {value.kind === 'number' && (
          <Group gap="xs" grow>
            <NumberInput size="xs" label={t('min')} value={value.min ?? ''} onChange={(min) => onChange({ ...value, min: toNumber(min) })} />
            <NumberInput size="xs" label={t('max')} error={errorAt(`${path}.max`)} value={value.max ?? ''} onChange={(max) => onChange({ ...value, max: toNumber(max) })} />
            <NumberInput size="xs" label={t('step')} error={errorAt(`${path}.step`)} value={value.step ?? ''} onChange={(step) => onChange({ ...value, step: toNumber(step) })} />
          </Group>
        )}
        {value.kind === 'text' && (
          <Group gap="xs" align="flex-end">
            <NumberInput
              size="xs" w={110} label={t('minLength')} min={0} allowDecimal={false} value={value.minLength ?? ''}
              onChange={(minLength) => onChange({ ...value, minLength: toNumber(minLength) })}
            />
            <NumberInput
              size="xs" w={110} label={t('maxLength')} min={0} allowDecimal={false} error={errorAt(`${path}.maxLength`)} value={value.maxLength ?? ''}
              onChange={(maxLength) => onChange({ ...value, maxLength: toNumber(maxLength) })}
            />
            <Checkbox size="xs" mb={7} label={t('multiline')} checked={value.multiline === true} onChange={(event) => onChange({ ...value, multiline: event.currentTarget.checked || undefined })} />
          </Group>
        )}
        <Group gap="md" align="center">
          <Checkbox
            size="xs" label={t('required')} checked={value.required === true}
            onChange={(event) => onChange({ ...value, required: event.currentTarget.checked || undefined })}
          />
          <ConditionEditor value={value.showWhen} earlier={earlier} onChange={(showWhen) => onChange({ ...value, showWhen })} />
        </Group>
        {errorAt(`${path}.showWhen.field`) !== undefined && <Text size="xs" c="var(--mantine-color-error)">{errorAt(`${path}.showWhen.field`)}</Text>}
      </Stack>
    </div>
  );
}
