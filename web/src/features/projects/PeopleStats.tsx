import { Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { PersonStats } from '../../lib/contracts';
import { TextLink } from '../../ui/links';

export function PeopleStats({ people, project }: { people: readonly PersonStats[]; project: string }) {
  const { t } = useTranslation('projects');
  const { number, percent, duration, ago } = useFormats();
  return (
    <section>
      <Title order={2} mb="xs">{t('overview.people')}</Title>
      {people.length === 0 ? <Text size="sm" c="dimmed">{t('overview.noPeople')}</Text> : (
        <Table.ScrollContainer minWidth={620}>
          <Table highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('overview.person')}</Table.Th>
                <Table.Th ta="end">{t('overview.submitted')}</Table.Th><Table.Th ta="end">{t('overview.acceptedShare')}</Table.Th>
                <Table.Th ta="end">{t('overview.reviews')}</Table.Th><Table.Th ta="end">{t('overview.skipped')}</Table.Th>
                <Table.Th ta="end">{t('overview.perAnswer')}</Table.Th><Table.Th ta="end">{t('overview.last')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.map((person) => {
                const judged = person.accepted + person.rejected;
                return (
                  <Table.Tr key={person.person}>
                    <Table.Td><TextLink to="/projects/$project/tasks" params={{ project }} search={{ person: person.person }} c="inherit" inherit fw={500}>{person.name}</TextLink></Table.Td>
                    <Table.Td ta="end">{number(person.submitted)}</Table.Td>
                    <Table.Td ta="end">{judged === 0 ? '–' : percent(person.accepted / judged)}</Table.Td>
                    <Table.Td ta="end">{number(person.reviews)}</Table.Td>
                    <Table.Td ta="end">{number(person.skipped)}</Table.Td>
                    <Table.Td ta="end">{person.submitted === 0 ? '–' : duration(person.activeSeconds / person.submitted)}</Table.Td>
                    <Table.Td ta="end">{person.lastAt === undefined ? '–' : ago(person.lastAt)}</Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
