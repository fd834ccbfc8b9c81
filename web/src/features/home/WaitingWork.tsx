import { Group, Skeleton, Text } from '@mantine/core';
import { IconCheckbox, IconCoffee, IconListSearch, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WorkSummary } from '../../lib/contracts';
import { EmptyState } from '../../ui/EmptyState';
import { ButtonLink, TextLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { workQuery } from './api/workQuery';
import classes from './HomePage.module.css';

export function WaitingWork() {
  const { t } = useTranslation('home');
  const query = useQuery(workQuery());
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <div className={classes.cards} aria-busy="true">{[0, 1, 2].map((i) => <Skeleton key={i} h={112} radius={10} />)}</div>;
  const work = query.data.filter((item) => item.waitingTasks + item.waitingReviews + item.rework + item.audits.length > 0);
  if (work.length === 0) return <EmptyState icon={<IconCoffee size={30} stroke={1.5} />} title={t('nothingTitle')}>{t('nothingText')}</EmptyState>;
  return <div className={classes.cards}>{work.map((item) => <WorkCard key={item.project} work={item} />)}</div>;
}

function WorkCard({ work }: { work: WorkSummary }) {
  const { t } = useTranslation('home');
  const canLabel = work.canLabel && work.waitingTasks + work.rework > 0;
  const canReview = work.canReview && work.waitingReviews > 0;
  const audit = work.audits[0];
  return (
    <article className={classes.card}>
      <div>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>{work.name}</Text>
        <div className={classes.facts}>
          {work.rework > 0 && <span className={classes.back}>{t('rework', { count: work.rework })}</span>}
          {work.needsExam && <span>{t('examFirst')}</span>}
          {work.canLabel && <span>{t('tasks', { count: work.waitingTasks })}</span>}
          {work.canReview && <span>{t('reviews', { count: work.waitingReviews })}</span>}
          {audit && <span>{t('audits', { count: audit.tasks })}</span>}
        </div>
      </div>
      <Group gap="xs">
        {canLabel && <ButtonLink size="xs" to="/work/$project" params={{ project: work.project }} leftSection={<IconPencil size={15} />} aria-label={t('labelIn', { name: work.name })}>{t('label')}</ButtonLink>}
        {canReview && <ButtonLink size="xs" variant={canLabel ? 'default' : 'filled'} to="/review/$project" params={{ project: work.project }} leftSection={<IconCheckbox size={15} />} aria-label={t('reviewIn', { name: work.name })}>{t('review')}</ButtonLink>}
        {audit && <ButtonLink size="xs" variant="default" to="/audit/$project/$number" params={{ project: work.project, number: String(audit.acceptance) }} leftSection={<IconListSearch size={15} />} aria-label={t('auditIn', { name: work.name })}>{t('audit')}</ButtonLink>}
        {work.canLabel && <TextLink size="xs" c="dimmed" to="/my-quality/$project" params={{ project: work.project }}>{t('myQuality')}</TextLink>}
      </Group>
    </article>
  );
}
