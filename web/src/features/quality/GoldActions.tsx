import { Button, Group, Popover, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MakeGold, TaskDetail } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { makeGold, undoGold } from './api/gold';

/** A task whose right answer is known can be given for it. */
export function GoldActions({ project, task }: { project: string; task: TaskDetail }) {
  const { t } = useTranslation('quality');
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (request: MakeGold | undefined) => (request === undefined ? undoGold(project, task.id) : makeGold(project, task.id, request)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project] }),
  });
  if (task.state === 'gold') return <><Button size="xs" variant="default" title={t('goldHint')} loading={change.isPending} onClick={() => change.mutate(undefined)}>{t('undoGold')}</Button><ProblemAlert error={change.error} /></>;
  if (task.gold === undefined && task.result === undefined) return null;
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" title={t('goldHint')} loading={change.isPending} onClick={() => change.mutate({})}>{t('makeGold')}</Button>
      <TrainingAction isPending={change.isPending} onMake={(explanation) => change.mutate({ purpose: 'training', ...(explanation !== '' && { explanation }) })} />
      <Button size="xs" variant="default" title={t('examHint')} loading={change.isPending} onClick={() => change.mutate({ purpose: 'exam' })}>{t('makeExam')}</Button>
      <ProblemAlert error={change.error} />
    </Group>
  );
}

/** A lesson is worth as much as its explanation. */
function TrainingAction({ isPending, onMake }: { isPending: boolean; onMake(explanation: string): void }) {
  const { t } = useTranslation('quality');
  const [text, setText] = useState('');
  return (
    <Popover position="bottom-end" shadow="md" width={320} withinPortal trapFocus returnFocus>
      <Popover.Target><Button size="xs" variant="default">{t('makeTraining')}…</Button></Popover.Target>
      <Popover.Dropdown>
        <Textarea label={t('explanation')} description={t('explanationHint')} autosize minRows={3} maxLength={5000} data-autofocus value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button mt="xs" size="xs" loading={isPending} onClick={() => onMake(text.trim())}>{t('makeTraining')}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}
