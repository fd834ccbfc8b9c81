import { Table, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { StateBadge } from '../../ui/states';
import { importsQuery } from './api/importsQuery';

export function ImportsList({ project, current, onOpen }: { project: string; current?: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation('imports');
  const { number, dateTime } = useFormats();
  const query = useQuery(importsQuery(project));
  const items = (query.data ?? []).filter((item) => item.id !== current);
  if (items.length === 0) return null;
  return (
    <section>
      <Title order={2} mb="xs">{t('earlier')}</Title>
      <Table.ScrollContainer minWidth={560}>
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr><Table.Th>{t('when')}</Table.Th><Table.Th>{t('batch')}</Table.Th><Table.Th>{t('stateTitle')}</Table.Th><Table.Th ta="end">{t('fact.tasks')}</Table.Th><Table.Th ta="end">{t('fact.duplicates')}</Table.Th><Table.Th ta="end">{t('fact.refused')}</Table.Th></Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Td><UnstyledButton fz="sm" fw={500} c="var(--mantine-color-anchor)" mih={24} onClick={() => onOpen(item.id)}>{dateTime(item.createdAt)}</UnstyledButton></Table.Td>
                <Table.Td>{item.batchName ?? '–'}</Table.Td>
                <Table.Td><StateBadge state={item.state} /></Table.Td>
                <Table.Td ta="end">{number(item.tasks)}</Table.Td><Table.Td ta="end">{number(item.duplicates)}</Table.Td><Table.Td ta="end">{number(item.refused)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
