import { Button, Menu, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../lib/contracts';
import { changeField, fieldKinds, freeName, move, toKind } from './edits';
import { FieldEditor } from './FieldEditor';

/** Questions, in the order in which they are asked. */
export function FieldsEditor({ value, onChange, path, compact = false }: { value: Field[]; onChange: (next: Field[]) => void; path: string; compact?: boolean }) {
  const { t } = useTranslation('ontology');
  const add = (kind: Field['kind']) => {
    const name = freeName(t('newFieldName'), value.map((field) => field.name));
    onChange([...value, toKind({ kind: 'boolean', name }, kind)]);
  };
  return (
    <Stack gap="xs" align="stretch">
      {value.length === 0 && !compact && <Text size="sm" c="dimmed">{t('noQuestions')}</Text>}
      {value.map((field, i) => (
        <FieldEditor
          key={i} value={field} earlier={value.slice(0, i)} path={`${path}[${i}]`}
          onChange={(next) => onChange(changeField(value, i, next))}
          onRemove={() => onChange(value.filter((_, j) => j !== i))}
          onMove={(by) => onChange(move(value, i, i + by))}
          isFirst={i === 0} isLast={i === value.length - 1}
        />
      ))}
      <div>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size={compact ? 'compact-xs' : 'xs'} variant="default" leftSection={<IconPlus size={15} />}>{t(compact ? 'addAttribute' : 'addQuestion')}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {fieldKinds.map((kind) => <Menu.Item key={kind} onClick={() => add(kind)}>{t(`kind.${kind}`)}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      </div>
    </Stack>
  );
}
