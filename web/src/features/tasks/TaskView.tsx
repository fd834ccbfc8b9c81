import { Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import type { ProjectDetail, TaskDetail } from '../../lib/contracts';
import { PageHeader } from '../../ui/PageHeader';
import { StateBadge } from '../../ui/states';
import { AnswerCard } from './AnswerCard';
import { answersOf } from './answers';
import { Comments } from './Comments';
import { History } from './History';
import { TaskActions } from './TaskActions';
import classes from './TaskView.module.css';

export function TaskView({ project, task }: { project: ProjectDetail; task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const me = useMe();
  const answers = answersOf(task);
  const [sideBySide, setSideBySide] = useState(true);
  const [shown, setShown] = useState(0);
  const index = Math.min(shown, answers.length - 1);
  const show = (by: number) => { setSideBySide(false); setShown((index + by + answers.length) % answers.length); };
  useShortcuts(answers.length > 1 ? [
    { keys: 'arrowright', label: t('nextAnswer'), group: t('task'), run: () => show(1) },
    { keys: 'arrowleft', label: t('previousAnswer'), group: t('task'), run: () => show(-1) },
    { keys: 's', label: t('sideBySide'), group: t('task'), run: () => setSideBySide(!sideBySide) },
  ] : []);
  const single = answers[index];
  const visible = sideBySide || single === undefined ? answers : [single];
  return (
    <>
      <PageHeader
        title={task.name}
        description={<Group gap="sm" component="span" mt={4}><StateBadge state={task.state} /><span>{t('answersOf', { answers: number(task.annotations.filter((a) => a.state === 'accepted').length), overlap: number(task.overlap) })}</span></Group>}
        actions={may(me, 'steerTasks') ? <TaskActions project={project.id} task={task} /> : undefined}
      />
      <div className={classes.columns}>
        <div className={classes.answers}>
          {answers.length > 1 && (
            <Group gap="sm" mb="xs">
              <SegmentedControl
                size="xs" aria-label={t('view')} value={sideBySide ? 'all' : 'one'} onChange={(value) => setSideBySide(value === 'all')}
                data={[{ value: 'all', label: t('sideBySide') }, { value: 'one', label: t('oneByOne') }]}
              />
              {!sideBySide && <Text size="xs" c="dimmed" aria-live="polite">{t('answerOf', { number: index + 1, count: answers.length })}</Text>}
            </Group>
          )}
          <div className={classes.grid} data-single={visible.length === 1 || undefined}>
            {visible.map((answer) => <AnswerCard key={answer.key} project={project} task={task} answer={answer} />)}
          </div>
        </div>
        <aside className={classes.side}>
          <Comments project={project.id} task={task} />
          <History events={task.history} />
        </aside>
      </div>
    </>
  );
}
