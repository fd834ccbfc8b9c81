import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { Staffing, StaffMember } from '../../lib/contracts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { staffingQuery } from './api/staffingQuery';
import classes from './Staffing.module.css';

/** Before somebody is asked to begin: whether the wall would let him, and what it closes to him. It never says why not. */
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
  const { t } = useTranslation('staffing');
  const { number } = useFormats();
  const { people, firstExposureClosesDays, rivalsNamed, leastPeople } = staffing;
  return (
    <Stack gap="xl">
      <dl className={classes.facts}>
        <div><dt>{t('free')}</dt><dd>{number(people.filter((p) => p.mayWork && p.isFirst).length)}</dd></div>
        <div><dt>{t('already')}</dt><dd>{number(people.filter((p) => p.mayWork && !p.isFirst).length)}</dd></div>
        <div><dt>{t('closed')}</dt><dd>{number(people.filter((p) => !p.mayWork).length)}</dd></div>
      </dl>
      <section>
        <Title order={2}>{t('people')}</Title>
        <Text size="sm" c="dimmed" mb="xs" maw={680}>{t('closesHint', { count: firstExposureClosesDays })}</Text>
        <ul className={classes.people}>{people.map((person) => <li key={person.person}><strong>{person.displayName}</strong><Answer person={person} /></li>)}</ul>
      </section>
      <section>
        <Title order={2}>{t('sets')}</Title>
        <Text size="sm" maw={680}>{rivalsNamed === 0 ? t('noRivals') : t('needed', { count: leastPeople, rivals: t('rivals', { count: rivalsNamed }) })}</Text>
      </section>
    </Stack>
  );
}

/** In words, with a mark: never colour alone. */
function Answer({ person }: { person: StaffMember }) {
  const { t } = useTranslation('staffing');
  const tone = !person.mayWork ? 'no' : person.isFirst ? 'yes' : 'works';
  return <span className={classes.answer} data-tone={tone}><span className={classes.dot} aria-hidden />{t(tone)}</span>;
}
