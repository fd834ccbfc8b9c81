import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { TaskCounts } from '../../lib/contracts';
import classes from './TaskProgress.module.css';

export const totalOf = (tasks: TaskCounts): number => tasks.open + tasks.review + tasks.done;

/** Done, in review and open as one thin bar; the words say the same. */
export function TaskProgress({ tasks, tall = false, withText = true }: { tasks: TaskCounts; tall?: boolean; withText?: boolean }) {
  const { t } = useTranslation('projects');
  const { number } = useFormats();
  const total = totalOf(tasks);
  const share = (count: number) => `${total === 0 ? 0 : (100 * count) / total}%`;
  const words = t('progressBar', { done: number(tasks.done), review: number(tasks.review), open: number(tasks.open) });
  return (
    <div className={classes.root}>
      <div className={classes.bar} data-tall={tall || undefined} role="img" aria-label={words} title={words}>
        <span className={classes.done} style={{ width: share(tasks.done) }} />
        <span className={classes.review} style={{ width: share(tasks.review) }} />
      </div>
      {withText && <span className={classes.text}>{total === 0 ? t('noTasks') : t('done', { done: number(tasks.done), total: number(total) })}</span>}
    </div>
  );
}
