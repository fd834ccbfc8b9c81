import { ScrollArea, Select, SimpleGrid, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ontology, RowMapping, RowsPreview } from '../../lib/contracts';
import classes from './MappingStep.module.css';

/** Which column is what: the table's head says it back while one chooses. */
export function MappingStep({ name, preview, ontology, value, onChange }: {
  name: string; preview: RowsPreview; ontology: Ontology; value: RowMapping; onChange: (next: RowMapping) => void;
}) {
  const { t } = useTranslation('imports');
  const fields = ontology.fields ?? [];
  const columns = [...new Set(preview.columns)];
  const roleOf = (column: string): string | undefined => {
    const input = Object.entries(value.inputs).find(([, c]) => c === column)?.[0];
    const label = Object.entries(value.labels ?? {}).find(([, c]) => c === column)?.[0];
    return input ?? (value.externalId === column ? t('mapping.externalIdShort') : label === undefined ? undefined : t('mapping.labelOf', { name: label }));
  };
  const without = (record: Record<string, string> | undefined, key: string) => Object.fromEntries(Object.entries(record ?? {}).filter(([k]) => k !== key));
  const setInput = (input: string, column: string | null) => onChange({ ...value, inputs: { ...without(value.inputs, input), ...(column === null ? {} : { [input]: column }) } });
  const setLabel = (field: string, column: string | null) => {
    const labels = { ...without(value.labels, field), ...(column === null ? {} : { [field]: column }) };
    onChange({ ...value, labels: Object.keys(labels).length === 0 ? undefined : labels });
  };
  return (
    <section className={classes.panel}>
      <Title order={2} size="h3">{t('mapping.title')}</Title>
      <Text size="xs" c="dimmed" mb="sm">{t('mapping.hint', { name })}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="sm" mb="md">
        {ontology.inputs.map((input) => (
          <Select key={input.name} size="xs" label={input.title ?? input.name} data={columns} clearable placeholder={t('mapping.none')} value={value.inputs[input.name] ?? null} onChange={(column) => setInput(input.name, column)} />
        ))}
        <Select size="xs" label={t('mapping.externalId')} data={columns} clearable placeholder={t('mapping.byContent')} value={value.externalId ?? null} onChange={(column) => onChange({ ...value, externalId: column ?? undefined })} />
        {fields.map((field) => (
          <Select key={field.name} size="xs" label={t('mapping.answerTo', { name: field.title ?? field.name })} data={columns} clearable placeholder={t('mapping.none')} value={value.labels?.[field.name] ?? null} onChange={(column) => setLabel(field.name, column)} />
        ))}
      </SimpleGrid>
      <ScrollArea viewportProps={{ tabIndex: 0 }}>
        <Table withTableBorder verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              {preview.columns.map((column, i) => (
                <Table.Th key={i} data-used={roleOf(column) !== undefined || undefined} className={classes.head}>
                  {column}<small>{roleOf(column) ?? t('mapping.unused')}</small>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.rows.slice(0, 5).map((row, i) => <Table.Tr key={i}>{row.map((cell, j) => <Table.Td key={j} className={classes.cell}>{cell}</Table.Td>)}</Table.Tr>)}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </section>
  );
}
