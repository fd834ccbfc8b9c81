import { Checkbox, Group, MultiSelect, Select, TagsInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Condition, Field } from '../../lib/contracts';

/** "Ask only when … is …": only questions further up can be named, so that a form is answered from the top down. */
export function ConditionEditor({ value, onChange, earlier }: { value?: Condition; onChange: (next: Condition | undefined) => void; earlier: Field[] }) {
  const { t } = useTranslation(['ontology', 'common']);
  const source = earlier.find((field) => field.name === value?.field);
  const start = () => {
    const last = earlier.at(-1);
    if (last !== undefined) onChange({ field: last.name, anyOf: firstAnswers(last) });
  };
  if (earlier.length === 0 && value === undefined) return null;
  return (
    <Group gap="xs" align="center">
      <Checkbox size="xs" label={t('showWhen')} checked={value !== undefined} onChange={(event) => (event.currentTarget.checked ? start() : onChange(undefined))} />
      {value !== undefined && (
        <>
          <Select
            size="xs" w={140} aria-label={t('showWhenField')} allowDeselect={false} value={value.field} data={earlier.map((field) => ({ value: field.name, label: field.title ?? field.name }))}
            onChange={(name) => { const field = earlier.find((f) => f.name === name); if (field !== undefined) onChange({ field: field.name, anyOf: firstAnswers(field) }); }}
          />
          <Text size="xs">{t('is')}</Text>
          {source?.kind === 'number' || source?.kind === 'text' || source === undefined ? (
            <TagsInput size="xs" miw={140} aria-label={t('showWhenAnswers')} value={value.anyOf} onChange={(anyOf) => onChange({ ...value, anyOf })} />
          ) : (
            <MultiSelect
              size="xs" miw={140} aria-label={t('showWhenAnswers')} value={value.anyOf} onChange={(anyOf) => onChange({ ...value, anyOf })}
              data={source.kind === 'boolean' ? [{ value: 'true', label: t('common:yes') }, { value: 'false', label: t('common:no') }] : unique(source.options.map((o) => ({ value: o.value, label: o.title ?? o.value })))}
            />
          )}
        </>
      )}
    </Group>
  );
}

const firstAnswers = (field: Field): string[] =>
  field.kind === 'boolean' ? ['true'] : field.kind === 'choice' || field.kind === 'multi_choice' ? field.options.slice(0, 1).map((option) => option.value) : [];

/** Two options of the same name are an error shown elsewhere; a list of choices must not break on it. */
const unique = <T extends { value: string }>(items: T[]): T[] => items.filter((item, i) => item.value !== '' && items.findIndex((other) => other.value === item.value) === i);
