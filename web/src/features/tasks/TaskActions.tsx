import { Button, NumberInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail, UpdateTask } from '../../lib/contracts';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { GoldActions } from '../quality/GoldActions';
import { updateTask } from './api/updateTask';

export function TaskActions({ project, task }: { project: string; task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const queries = useQueryClient();
  const me = useMe();
  const [priority, setPriority] = useState(task.priority);
  const update = useMutation({
    mutationFn: (request: UpdateTask) => updateTask(project, task.id, request),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['project', project] }),
    onError: () => setPriority(task.priority),
  });
  const save = useDebouncedCallback((next: number) => { if (next !== task.priority) update.mutate({ priority: next }); }, 500);
  const isOver = task.state === 'done' || task.state === 'cancelled' || task.state === 'gold';
  return (
    <>
      <ProblemAlert error={update.error} />
      <NumberInput
        size="xs" w={130} min={0} max={100} allowDecimal={false} clampBehavior="strict" value={priority} aria-label={t('priority')} prefix={`${t('priority')} `} disabled={isOver}
        onChange={(value) => { const next = Number(value) || 0; setPriority(next); save(next); }}
      />
      {task.state === 'cancelled'
        ? <Button size="xs" variant="default" loading={update.isPending} onClick={() => update.mutate({ cancelled: false })}>{t('reopen')}</Button>
        : !isOver && <ConfirmButton question={t('cancelQuestion')} confirm={t('cancelTask')} onConfirm={() => update.mutate({ cancelled: true })}>{t('cancelTask')}</ConfirmButton>}
      {may(me, 'manageProjects') && <GoldActions project={project} task={task} />}
    </>
  );
}
