import { Checkbox, Group, NumberInput, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue, Values } from '../../lib/contracts';
import { Keycaps } from '../../ui/Keycap';
import { isShown } from '../../engine/core';

/** The form as it will be asked; it can be tried. */
export function FormPreview({ fields, values: outer, onChange }: { fields: Field[]; values: Values; onChange?: (next: Values) => void }) {
  const [inner, setInner] = useState<Values>({});
  const values = onChange === undefined ? inner : outer;
  const set = (name: string, value: FieldValue | undefined) => {
    const next = { ...values };
    if (value === undefined) delete next[name];
    else next[name] = value;
    (onChange ?? setInner)(next);
  };
  return (
    <Stack gap="sm">
      {fields.filter((field) => isShown(field, fields, values)).map((field, i) => (
        <Answer key={`${i} ${field.kind}`} field={field} value={values[field.name]} onChange={(value) => set(field.name, value)} />
      ))}
    </Stack>
  );
}

function Answer({ field, value, onChange }: { field: Field; value?: FieldValue; onChange: (next: FieldValue | undefined) => void }) {
  const { t } = useTranslation('common');
  const common = { label: field.title ?? field.name, description: field.hint, withAsterisk: field.required === true, size: 'xs' as const };
  switch (field.kind) {
    case 'choice':
      return (
        <Radio.Group {...common} value={typeof value === 'string' ? value : null} onChange={onChange}>
          <Group gap="sm" mt={6}>{field.options.map((option, i) => <Radio key={i} size="xs" value={option.value} label={<OptionLabel text={option.title ?? option.value} hotkey={option.hotkey} />} />)}</Group>
        </Radio.Group>
      );
    case 'multi_choice':
      return (
        <Checkbox.Group {...common} value={Array.isArray(value) ? value : []} onChange={onChange}>
          <Group gap="sm" mt={6}>{field.options.map((option, i) => <Checkbox key={i} size="xs" value={option.value} label={<OptionLabel text={option.title ?? option.value} hotkey={option.hotkey} />} />)}</Group>
        </Checkbox.Group>
      );
    case 'boolean':
      return (
        <Radio.Group {...common} value={value === undefined ? null : String(value)} onChange={(text) => onChange(text === 'true')}>
          <Group gap="sm" mt={6}><Radio size="xs" value="true" label={t('yes')} /><Radio size="xs" value="false" label={t('no')} /></Group>
        </Radio.Group>
      );
    case 'number':
      return <NumberInput {...common} min={field.min} max={field.max} step={field.step} value={typeof value === 'number' ? value : ''} onChange={(next) => onChange(typeof next === 'number' ? next : undefined)} />;
    case 'text':
      return field.multiline === true
        ? <Textarea {...common} autosize minRows={2} maxRows={5} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value || undefined)} />
        : <TextInput {...common} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value || undefined)} />;
  }
}

function OptionLabel({ text, hotkey }: { text: string; hotkey?: string }) {
  return <Group gap={6} wrap="nowrap"><Text size="xs" span>{text}</Text>{hotkey !== undefined && <Keycaps keys={hotkey} />}</Group>;
}
