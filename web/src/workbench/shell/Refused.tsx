import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from './localStore';
import classes from './shell.module.css';

interface RefusedProps {
  readonly entries: readonly OutboxEntry[];
  onReopen?(entry: OutboxEntry): void;
  onRetry(id: string): void;
  onDiscard(id: string): void;
}

/** Answers that the server did not take: kept here until the person decides. */
export function Refused({ entries, onReopen, onRetry, onDiscard }: RefusedProps) {
  const { t } = useTranslation('workbench');
  const [sure, setSure] = useState<string>();
  if (entries.length === 0) return null;
  return (
    <Popover width={360} position="bottom-end" shadow="md" withinPortal>
      <Popover.Target><Button size="compact-xs" variant="light" color="red">{t('work.refused', { count: entries.length })}</Button></Popover.Target>
      <Popover.Dropdown className={classes.refused}>
        <p>{t('work.refusedHint')}</p>
        {entries.map((entry) => (
          <section key={entry.id}>
            <strong>{entry.taskName}</strong>
            <p>{entry.refusal?.detail ?? entry.refusal?.title}</p>
            {entry.refusal?.errors?.slice(0, 4).map((e) => <p key={e.path} className={classes.refusedPlace}><code>{e.path}</code> {e.reason}</p>)}
            <div className={classes.buttons}>
              {entry.kind === 'annotation' && onReopen && <Button size="compact-xs" variant="light" onClick={() => onReopen(entry)}>{t('work.reopen')}</Button>}
              <Button size="compact-xs" variant="default" onClick={() => onRetry(entry.id)}>{t('work.retry')}</Button>
              <Button size="compact-xs" variant="default" onClick={() => void navigator.clipboard.writeText(entry.body)}>{t('work.copy')}</Button>
              <Button size="compact-xs" variant={sure === entry.id ? 'filled' : 'subtle'} color={sure === entry.id ? 'red' : 'gray'} onClick={() => (sure === entry.id ? onDiscard(entry.id) : setSure(entry.id))}>
                {t(sure === entry.id ? 'work.discardSure' : 'work.discard')}
              </Button>
            </div>
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
