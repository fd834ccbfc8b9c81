import { ActionIcon, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InputDefinition, InputKind } from '../../lib/contracts';
import { freeName } from './edits';
import { useErrorAt } from './errors';

const kinds: readonly InputKind[] = ['image', 'text', 'markdown'];

/** What of a task's data is shown, in order. */
export function InputsEditor({ value, onChange }: { value: InputDefinition[]; onChange: (next: InputDefinition[]) => void }) {
  const { t } = useTranslation('ontology');
  const errorAt = useErrorAt();
  const change = (i: number, part: Partial<InputDefinition>) => onChange(value.map((input, j) => (j === i ? { ...input, ...part } : input)));
  return (
    <Stack gap="xs">
      {value.map((input, i) => (
        <Group key={i} gap={6} wrap="nowrap" align="flex-start">
          <TextInput
            size="xs" flex={1} miw={0} aria-label={t('nameOf', { name: input.name })} value={input.name} error={errorAt(`inputs[${i}]`)} maxLength={200}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} onChange={(event) => change(i, { name: event.currentTarget.value })}
          />
          <Select
            size="xs" w={120} aria-label={t('kindOf', { name: input.name })} allowDeselect={false} value={input.kind}
            data={kinds.map((kind) => ({ value: kind, label: t(`inputKind.${kind}`) }))} onChange={(kind) => { if (kind !== null) change(i, { kind }); }}
          />
          <TextInput
            size="xs" flex={1} miw={0} aria-label={t('titleOf', { name: input.name })} placeholder={t('shownAs')} value={input.title ?? ''} maxLength={200}
            onChange={(event) => change(i, { title: event.currentTarget.value || undefined })}
          />
          <ActionIcon aria-label={t('removeOf', { name: input.name })} disabled={value.length === 1} onClick={() => onChange(value.filter((_, j) => j !== i))}><IconTrash size={15} /></ActionIcon>
        </Group>
      ))}
      <div>
        <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={() => onChange([...value, { name: freeName('text', value.map((v) => v.name)), kind: 'text' }])}>
          {t('addInput')}
        </Button>
      </div>
    </Stack>
  );
}
