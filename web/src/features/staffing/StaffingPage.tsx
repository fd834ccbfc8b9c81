import { Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { Staffing, StaffingPerson } from '../../lib/contracts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { staffingQuery } from './api/staffingQuery';
import classes from './Staffing.module.css';

/** Before somebody is asked to begin: whether the wall would let him, and which doors it closes to him. */
export function StaffingPage() {
  const { t } = useTranslation('staffing');
  const query = useQuery(staffingQuery());
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Skeleton h={240} />}
      {query.data?.people.length === 0 && <EmptyState icon={<IconUsersGroup size={30} stroke={1.5} />} title={t('none')} />}
      {query.data !== undefined && query.data.people.length > 0 && <Overview staffing={query.data} />}
    </>
  );
}

function Overview({ staffing }: { staffing: Staffing }) {
  const { t } = useTranslation(['staffing', 'common']);
  const { number, list } = useFormats();
  return (
    <Stack gap="xl">
      <dl className={classes.facts}>
        <div><dt>{t('free')}</dt><dd>{number(staffing.people.filter((p) => p.mayStart && !p.isExposed).length)}</dd></div>
        <div><dt>{t('already')}</dt><dd>{number(staffing.people.filter((p) => p.isExposed).length)}</dd></div>
        <div><dt>{t('closes')}</dt><dd>{number(staffing.closes)}</dd></div>
      </dl>
      <section>
        <Title order={2}>{t('people')}</Title>
        <Text size="sm" c="dimmed" mb="xs" maw={680}>{t('closesHint')}</Text>
        <Table.ScrollContainer minWidth={600}>
          <Table highlightOnHover>
            <Table.Thead><Table.Tr><Table.Th>{t('person')}</Table.Th><Table.Th>{t('roles')}</Table.Th><Table.Th>{t('may')}</Table.Th><Table.Th>{t('then')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {staffing.people.map((person) => (
                <Table.Tr key={person.person}>
                  <Table.Td fw={550}>{person.name}</Table.Td>
                  <Table.Td>{list(person.roles.map((role) => t(`common:role.${role}`)))}</Table.Td>
                  <Table.Td><Answer person={person} /></Table.Td>
                  <Table.Td>{!person.mayStart ? '' : person.closes === 0 ? t('closesNothing') : t('closesCount', { count: person.closes })}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </section>
      {staffing.needed.length > 0 && (
        <section>
          <Title order={2}>{t('sets')}</Title>
          <Text size="sm" c="dimmed" mb="xs" maw={680}>{t('setsText')}</Text>
          <ul className={classes.sets}>{staffing.needed.map((need) => <li key={need.rivals}><strong>{t('needed', { count: need.people })}</strong><span>{t('rivals', { count: need.rivals })}</span></li>)}</ul>
        </section>
      )}
    </Stack>
  );
}

/** In words, with a mark: never colour alone. */
function Answer({ person }: { person: StaffingPerson }) {
  const { t } = useTranslation('staffing');
  const { date } = useFormats();
  const tone = !person.mayStart ? 'no' : person.isExposed ? 'works' : 'yes';
  return <span className={classes.answer} data-tone={tone}><span className={classes.dot} aria-hidden />{tone === 'no' && person.until !== undefined ? t('until', { at: date(person.until) }) : t(tone)}</span>;
}
