import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { IconCommand, IconHelp, IconHistory, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecentAnnotation } from '../../lib/contracts';
import type { Keyboard } from '../../workbench/shell/hotkeyHook';
import classes from '../../workbench/shell/shell.module.css';

export interface RecentItem { readonly id: string; readonly name: string; readonly state: string; readonly at: string; open?(): void }

interface TopBarProps {
  readonly project: string;
  readonly task: string | undefined;
  readonly chip?: string | undefined;
  readonly today: number;
  readonly status: ReactNode;
  readonly attention?: ReactNode;
  readonly recent?: readonly RecentItem[];
  readonly keyboard: Keyboard;
  onExit(): void;
}

export function TopBar({ project, task, chip, today, status, attention, recent, keyboard, onExit }: TopBarProps) {
  const { t } = useTranslation('workbench');
  const [recentOpen, setRecentOpen] = useState(false);
  const withKey = (label: string, id: string): string => [label, keyboard.keyLabel(id)].filter(Boolean).join('  ·  ');
  return (
    <header className={classes.bar}>
      <Tooltip label={t('work.exit')}><ActionIcon size={30} aria-label={t('work.exit')} onClick={onExit} variant="subtle" color="gray"><IconX size={17} stroke={1.6} /></ActionIcon></Tooltip>
      <div className={classes.names}>
        <h1>{project}</h1>
        {task !== undefined && <span dir="auto">{task}</span>}
      </div>
      {chip !== undefined && <span className={`${classes.chip} ${classes.wideOnly}`}>{chip}</span>}
      <span className={classes.spacer} />
      {attention}
      <span className={`${classes.quiet} ${classes.wideOnly}`}>{t('work.today', { count: today })}</span>
      {status}
      {recent && (
        <Popover opened={recentOpen} onChange={setRecentOpen} position="bottom-end" shadow="md" width={300} withinPortal trapFocus returnFocus>
          <Popover.Target>
            <Tooltip label={t('work.recent')}><ActionIcon size={30} variant="subtle" color="gray" aria-label={t('work.recent')} aria-expanded={recentOpen} onClick={() => setRecentOpen(!recentOpen)}><IconHistory size={17} stroke={1.6} /></ActionIcon></Tooltip>
          </Popover.Target>
          <Popover.Dropdown p={0} className={classes.recent}>
            <h3>{t('work.recent')}</h3>
            {recent.length === 0 && <p className={classes.empty}>{t('work.noRecent')}</p>}
            {recent.map((r) =>
              r.open ? (
                <button key={r.id} type="button" className={classes.recentItem} onClick={() => { setRecentOpen(false); r.open?.(); }}><span dir="auto">{r.name}</span><span className={classes.quiet}>{r.state}</span></button>
              ) : (
                <div key={r.id} className={classes.recentItem}><span dir="auto">{r.name}</span><span className={classes.quiet}>{r.state}</span></div>
              ))}
          </Popover.Dropdown>
        </Popover>
      )}
      <Tooltip label={withKey(t('work.palette'), 'work.palette')}><ActionIcon size={30} variant="subtle" color="gray" className={classes.wideOnly} aria-label={t('work.palette')} onClick={() => keyboard.run('work.palette')}><IconCommand size={17} stroke={1.6} /></ActionIcon></Tooltip>
      <Tooltip label={withKey(t('work.help'), 'work.help')}><ActionIcon size={30} variant="subtle" color="gray" aria-label={t('work.help')} onClick={() => keyboard.run('work.help')}><IconHelp size={17} stroke={1.6} /></ActionIcon></Tooltip>
    </header>
  );
}

export const recentItems = (answer: RecentAnnotation[] | { items: RecentAnnotation[] } | undefined): readonly RecentAnnotation[] => (Array.isArray(answer) ? answer : answer?.items ?? []);
