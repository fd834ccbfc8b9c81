import { Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { WorkSignal } from '../../lib/contracts';
import classes from './Quality.module.css';

/** What honest work does not explain. A lead looks; nothing happens by itself. */
export function Signals({ signals }: { signals: readonly WorkSignal[] }) {
  const { t } = useTranslation('quality');
  const { number, percent } = useFormats();
  const round = (value: number) => number(Math.round(value * 10) / 10);
  return (
    <section>
      <Title order={3} size="h5" mb={4}>{t('signals')}</Title>
      <Text size="xs" c="dimmed" mb="xs" className={classes.wide}>{t('signalsText')}</Text>
      {signals.length === 0 ? <Text size="sm">{t('noSignals')}</Text> : (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={4}>
            <Table.Thead><Table.Tr><Table.Th>{t('person')}</Table.Th><Table.Th>{t('what')}</Table.Th><Table.Th ta="end">{t('byChance')}</Table.Th><Table.Th ta="end">{t('falseAlarm')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {signals.map((signal) => (
                <Table.Tr key={`${signal.kind} ${signal.people.map((person) => person.person).join()} ${signal.pValue}`}>
                  <Table.Td fw={500}>{signal.people.map((person) => person.name).join(' + ')}</Table.Td>
                  <Table.Td>{t(`signal.${signal.kind}`, { value: round(signal.value), expected: round(signal.expected), answers: number(signal.answers) })}</Table.Td>
                  <Table.Td ta="end">{signal.pValue < 0.0001 ? `< ${percent(0.0001, 2)}` : percent(signal.pValue, 2)}</Table.Td>
                  <Table.Td ta="end">{percent(signal.falseAlarm, 1)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
