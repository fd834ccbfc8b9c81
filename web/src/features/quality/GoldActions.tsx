import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
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
      <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate({ training: true })}>{t('makeTraining')}</Button>
      <ProblemAlert error={change.error} />
    </Group>
  );
}
