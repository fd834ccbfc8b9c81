import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import { useFormats } from '../../app/i18n/useFormats';
import type { TaskSummary } from '../../lib/contracts';
import { StateBadge } from '../../ui/states';
import { thumbnailUrl } from '../../lib/api/assetUrl';
import classes from './TaskList.module.css';

const rowHeight = 57;

/** Draws only the rows on screen, and asks for the next page before the end comes into sight. */
export function TaskList({ project, tasks, hasMore, isLoadingMore, onMore }: {
  project: string; tasks: readonly TaskSummary[]; hasMore: boolean; isLoadingMore: boolean; onMore: () => void;
}) {
  const { t } = useTranslation('tasks');
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  const [offset, setOffset] = useState(0);
  const [active, setActive] = useState(-1);
  useEffect(() => setOffset((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const rows = useWindowVirtualizer({ count: tasks.length, estimateSize: () => rowHeight, overscan: 12, scrollMargin: offset });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= tasks.length - 30) onMore();
  }, [hasMore, isLoadingMore, last, tasks.length, onMore]);

  const go = (by: number) => {
    const next = Math.min(tasks.length - 1, Math.max(0, active + by));
    setActive(next);
    rows.scrollToIndex(next, { align: 'auto' });
    setTimeout(() => list.current?.querySelector<HTMLAnchorElement>(`[data-index="${next}"] a`)?.focus({ preventScroll: true }), 30);
  };
  const open = () => {
    const task = tasks[active];
    if (task !== undefined) void navigate({ to: '/projects/$project/tasks/$task', params: { project, task: task.id } });
  };
  useShortcuts([
    { keys: 'j', label: t('nextTask'), group: t('title'), run: () => go(1) },
    { keys: 'k', label: t('previousTask'), group: t('title'), run: () => go(-1) },
    { keys: 'o', label: t('openTask'), group: t('title'), run: open },
  ]);
  return (
    <ul ref={list} className={classes.list} style={{ height: rows.getTotalSize() }} aria-label={t('title')}>
      {items.map((item) => {
        const task = tasks[item.index];
        return task === undefined ? null : (
          <li
            key={task.id} data-index={item.index} className={classes.row} aria-setsize={hasMore ? -1 : tasks.length} aria-posinset={item.index + 1}
            style={{ height: item.size, transform: `translateY(${item.start - offset}px)` }}
          >
            <Row project={project} task={task} onFocus={() => setActive(item.index)} />
          </li>
        );
      })}
    </ul>
  );
}

function Row({ project, task, onFocus }: { project: string; task: TaskSummary; onFocus: () => void }) {
  const { t } = useTranslation('tasks');
  const { ago, dateTime } = useFormats();
  const extra = task.labels.length - 3;
  // The end of a path tells files apart: on a narrow screen the folder gives way.
  const cut = task.name.lastIndexOf('/') + 1;
  return (
    <Link to="/projects/$project/tasks/$task" params={{ project, task: task.id }} className={classes.link} onFocus={onFocus} preload={false}>
      <span className={classes.thumb}>{task.thumbnail !== undefined && <img src={thumbnailUrl(project, task.thumbnail)} alt="" loading="lazy" />}</span>
      <span className={classes.main}>
        <span className={classes.name} title={task.name}><span className={classes.folder}>{task.name.slice(0, cut)}</span>{task.name.slice(cut)}</span>
        {task.excerpt !== undefined && <span className={classes.excerpt}>{task.excerpt}</span>}
      </span>
      <span className={classes.labels}>{task.labels.slice(0, 3).join(', ')}{extra > 0 && ` +${extra}`}</span>
      <span className={classes.answers} title={t('answersOf', { answers: task.answers, overlap: task.overlap })}>{task.answers}/{task.overlap}</span>
      <StateBadge state={task.state} className={classes.state} />
      <time className={classes.time} dateTime={task.updatedAt} title={dateTime(task.updatedAt)}>{ago(task.updatedAt)}</time>
    </Link>
  );
}
