import { Button, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { projectQuery } from '../../lib/api/projectQuery';
import type { DisputedTask } from '../../lib/contracts';
import { TextLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { AnswerCard } from '../tasks/AnswerCard';
import { taskQuery } from '../tasks/api/taskQuery';
import { AgreementChart } from './AgreementChart';
import { analysisQuery } from './api/analysisQuery';
import { ConfusionMatrix } from './ConfusionMatrix';
import classes from './Quality.module.css';
import { RedundancyChart } from './RedundancyChart';
import { Signals } from './Signals';

/** What the answers say about each other: agreement with intervals, confusions, what fewer answers would have cost, what is suspicious, and where people differ. */
export function Analysis({ project }: { project: string }) {
  const { t } = useTranslation('quality');
  const { number } = useFormats();
  const query = useQuery(analysisQuery(project));
  const [chosen, setChosen] = useState<string>();
  const analysis = query.data;
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (analysis === undefined) return <Skeleton h={220} />;
  const parts = [...new Set(analysis.agreement.map((line) => line.part))];
  const part = parts.find((one) => one === chosen) ?? parts[0];
  const confusion = analysis.confusions.find((one) => one.part === part);
  const curve = analysis.curves.find((one) => one.part === part);
  return (
    <section aria-label={t('analysis')}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h4">{t('analysis')}</Title>
        {parts.length > 1 && <SegmentedControl size="xs" value={part} onChange={setChosen} aria-label={t('part')} data={parts.map((value) => ({ value, label: value === 'regions' ? t('regions') : value }))} />}
      </Group>
      {part === undefined ? <Text size="sm" c="dimmed">{t('noAnalysis')}</Text> : (
        <Stack gap="xl">
          <Text size="sm" c="dimmed">{t('analysisText', { answers: number(analysis.answers), tasks: number(analysis.tasks) })}</Text>
          <div className={classes.two}>
            <AgreementChart key={part} lines={analysis.agreement.filter((line) => line.part === part)} />
            {confusion !== undefined && <ConfusionMatrix table={confusion} />}
            {curve !== undefined && <RedundancyChart curve={curve} />}
          </div>
          <Signals signals={analysis.signals} />
          <Disagreements project={project} tasks={analysis.disagreements} />
        </Stack>
      )}
    </section>
  );
}

function Disagreements({ project, tasks }: { project: string; tasks: readonly DisputedTask[] }) {
  const { t } = useTranslation('quality');
  const { percent } = useFormats();
  const [open, setOpen] = useState<string>();
  const shown = tasks.find((task) => task.task === open) ?? tasks[0];
  if (shown === undefined) return null;
  return (
    <section>
      <Title order={3} size="h5" mb="xs">{t('disagreements')}</Title>
      <Group gap="xs" mb="sm">
        {tasks.map((task) => (
          <Button key={task.task} size="compact-sm" variant={task === shown ? 'filled' : 'default'} onClick={() => setOpen(task.task)}>
            {task.name} <small>&nbsp;{percent(task.agreement)}</small>
          </Button>
        ))}
      </Group>
      <SideBySide key={shown.task} project={project} task={shown.task} />
    </section>
  );
}

function SideBySide({ project, task }: { project: string; task: string }) {
  const { t } = useTranslation('quality');
  const definition = useQuery(projectQuery(project));
  const detail = useQuery(taskQuery(project, task));
  if (detail.data === undefined || definition.data === undefined) return null;
  return (
    <>
      <div className={classes.two}>
        {detail.data.annotations.filter((annotation) => annotation.state === 'accepted').map((annotation) => (
          <AnswerCard key={annotation.id} project={definition.data} task={detail.data} answer={{ key: annotation.id, kind: 'person', content: annotation.content, annotation }} />
        ))}
      </div>
      <TextLink to="/projects/$project/tasks/$task" params={{ project, task }} size="sm">{t('openTask')}</TextLink>
    </>
  );
}
