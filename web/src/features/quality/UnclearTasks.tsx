import { Button, Group, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHotkeys } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { projectQuery } from '../../lib/api/projectQuery';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { AnswerCard } from '../tasks/AnswerCard';
import { taskQuery } from '../tasks/api/taskQuery';
import { adjudicate } from './api/adjudicate';
import { unclearQuery } from './api/unclearQuery';
import classes from './Quality.module.css';

/** What the answers do not settle: all of them side by side, and one key to decide. */
export function UnclearTasks({ project, count }: { project: string; count: number }) {
  const { t } = useTranslation('quality');
  const me = useMe();
  const { percent } = useFormats();
  const list = useQuery({ ...unclearQuery(project), enabled: count > 0 });
  const [open, setOpen] = useState<string>();
  if (count === 0 || !may(me, 'steerTasks')) return null;
  const shown = list.data?.find((task) => task.task === open) ?? list.data?.[0];
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{t('toDecide')}</Title>
      <Group gap="xs" mb="sm">
        {list.data?.slice(0, 12).map((task) => (
          <Button key={task.task} size="compact-sm" variant={task.task === shown?.task ? 'filled' : 'default'} onClick={() => setOpen(task.task)}>
            {task.name} {task.confidence !== undefined && <small>&nbsp;{percent(task.confidence)}</small>}
          </Button>
        ))}
      </Group>
      {shown !== undefined && <Decide key={shown.task} project={project} task={shown.task} />}
    </section>
  );
}

function Decide({ project, task }: { project: string; task: string }) {
  const { t } = useTranslation('quality');
  const queries = useQueryClient();
  const definition = useQuery(projectQuery(project));
  const detail = useQuery(taskQuery(project, task));
  const decide = useMutation({
    mutationFn: (annotation?: string) => adjudicate(project, task, { annotation }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project] }),
  });
  const answers = detail.data?.annotations.filter((annotation) => annotation.state === 'accepted') ?? [];
  const pick = (i: number) => { const answer = answers[i]; if (answer !== undefined && !decide.isPending) decide.mutate(answer.id); };
  useHotkeys([...'123456789'].map((key, i) => [key, () => pick(i)] as [string, () => void]).concat([['0', () => decide.mutate(undefined)]]));
  if (detail.data === undefined || definition.data === undefined) return null;
  const { result } = detail.data;
  return (
    <>
      <ProblemAlert error={decide.error} />
      <div className={classes.two}>
        {answers.map((annotation, i) => (
          <div key={annotation.id}>
            <AnswerCard project={definition.data} task={detail.data} answer={{ key: annotation.id, kind: 'person', content: annotation.content, annotation }} />
            <Button mt={6} size="xs" variant="default" loading={decide.isPending} onClick={() => pick(i)}>{t('isRight', { key: String(i + 1) })}</Button>
          </div>
        ))}
      </div>
      {result !== undefined && <Group gap="sm" mt="sm"><Button size="xs" variant="light" onClick={() => decide.mutate(undefined)}>{t('keepConsensus')}</Button><Text size="xs" c="dimmed">{t('keysHint')}</Text></Group>}
    </>
  );
}
