import { SegmentedControl, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { taskStates, type ProjectDetail, type ProjectStats } from '../../lib/contracts';
import { BarChart } from '../../ui/BarChart';
import { EmptyState } from '../../ui/EmptyState';
import { ButtonLink, TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { projectQuery } from '../../lib/api/projectQuery';
import { statsQuery } from '../../lib/api/statsQuery';
import { LabelCounts } from './LabelCounts';
import classes from './OverviewPage.module.css';
import { PeopleStats } from './PeopleStats';
import { TaskProgress, totalOf } from './TaskProgress';
import { perDay, perHour } from './throughput';

export function OverviewPage() {
  const { t } = useTranslation('projects');
  const me = useMe();
  const { project: id } = useParams({ from: '/signed-in/shell/projects/$project' });
  const project = useQuery(projectQuery(id));
  const stats = useQuery(statsQuery(id));
  if (project.data === undefined) return <Skeleton h={200} />;
  if (totalOf(project.data.tasks) + project.data.tasks.cancelled === 0)
    return (
      <>
        <PageHeader title={project.data.name} />
        <EmptyState
          icon={<IconUpload size={30} stroke={1.5} />} title={t('overview.firstTitle')}
          action={may(me, 'manageProjects') ? <ButtonLink to="/projects/$project/import" params={{ project: id }}>{t('overview.importNow')}</ButtonLink> : undefined}
        >
          {t('overview.firstText')}
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader title={project.data.name} />
      <Stack gap="xl">
        <Progress project={project.data} stats={stats.data} />
        {stats.isError && <ProblemAlert error={stats.error} onRetry={() => void stats.refetch()} />}
        {stats.data === undefined ? (stats.isPending && <Skeleton h={220} />) : (
          <>
            <div className={classes.two}>
              <Throughput stats={stats.data} />
              <LabelCounts labels={stats.data.labels} />
            </div>
            <PeopleStats people={stats.data.people} project={id} />
          </>
        )}
      </Stack>
    </>
  );
}

function Progress({ project, stats }: { project: ProjectDetail; stats?: ProjectStats }) {
  const { t } = useTranslation('projects');
  const { number, percent, duration } = useFormats();
  const tasks = stats?.tasks ?? project.tasks;
  const lastDay = perDay(stats?.hours ?? [], 7, new Date()).reduce((sum, day) => sum + day.count, 0) / 7;
  const answersLeft = (tasks.open + tasks.review) * project.overlap;
  return (
    <section>
      <TaskProgress tasks={tasks} tall />
      <dl className={classes.facts}>
        {taskStates.map((state) => (
          <div key={state} data-state={state}>
            <dt>{t(`overview.${state}`)}</dt>
            <dd><TextLink to="/projects/$project/tasks" params={{ project: project.id }} search={{ state }} c="inherit" inherit>{number(tasks[state])}</TextLink></dd>
          </div>
        ))}
        {stats?.agreement !== undefined && (
          <div>
            <dt><Tooltip label={t('overview.agreementHint')}><span>{t('overview.agreement')}</span></Tooltip></dt>
            <dd>{percent(stats.agreement, 1)}</dd>
          </div>
        )}
      </dl>
      {lastDay > 0 && answersLeft > 0 && <Text size="sm" c="dimmed">{t('overview.rest', { days: duration((answersLeft / lastDay) * 86_400) })}</Text>}
    </section>
  );
}

function Throughput({ stats }: { stats: ProjectStats }) {
  const { t } = useTranslation('projects');
  const formats = useFormats();
  const [by, setBy] = useState<'day' | 'hour'>('day');
  const now = new Date();
  const bars = by === 'day'
    ? perDay(stats.hours, 7, now).map(({ date, count }) => ({ key: date.toISOString(), label: formats.day(date), value: count }))
    : perHour(stats.hours, 48, now).map(({ date, count }) => ({ key: date.toISOString(), label: formats.hour(date), value: count }));
  return (
    <div className={classes.panel}>
      <BarChart
        title={t(by === 'day' ? 'overview.throughput' : 'overview.throughputHours')} bars={bars} xTitle={t('overview.time')} yTitle={t('overview.answers')}
        actions={
          <SegmentedControl
            size="xs" aria-label={t('overview.resolution')} value={by} onChange={(value) => setBy(value === 'day' ? 'day' : 'hour')}
            data={[{ value: 'day', label: t('overview.byDay') }, { value: 'hour', label: t('overview.byHour') }]}
          />
        }
      />
      {stats.hours.length === 0 && <Text size="sm" c="dimmed">{t('overview.noAnswers')}</Text>}
    </div>
  );
}
