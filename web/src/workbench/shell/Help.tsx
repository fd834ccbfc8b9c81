import { CloseButton, Kbd } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoundCommand } from '../../engine/core';
import type { Keyboard } from './hotkeyHook';
import classes from './shell.module.css';

const groups = ['work', 'class', 'tool', 'edit', 'region', 'select', 'view'] as const;

/** Every command with its key, beside the work: it blocks nothing, and the keys go on working while it is read. */
export function Help({ keyboard, onClose }: { readonly keyboard: Keyboard; onClose(): void }) {
  const { t } = useTranslation('workbench');
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  const seen = new Set<string>();
  const listed = keyboard.commands.filter((c) => {
    const fresh = !c.unlisted && keyboard.keyLabel(c.id) !== undefined && !seen.has(c.id);
    seen.add(c.id);
    return fresh;
  });
  return (
    <aside className={classes.help} role="dialog" aria-label={t('work.help')} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); onClose(); } }}>
      <header className={classes.helpHead}>
        <h2>{t('work.help')}</h2>
        <CloseButton ref={close} aria-label={t('work.close')} size="sm" onClick={onClose} />
      </header>
      {/* A part that scrolls must be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.helpBody} tabIndex={0} role="group" aria-label={t('work.help')}>
        {groups.map((group) => {
          const commands = listed.filter((c) => c.group === group);
          return commands.length === 0 ? null : (
            <section key={group}>
              <h3>{String(t(`work.group.${group}`))}</h3>
              <dl>
                {commands.map((c) => (
                  <div key={c.id}>
                    <dt>{titleOf(c, t)}</dt>
                    <dd><Kbd size="xs">{keyboard.keyLabel(c.id)}</Kbd></dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </aside>
  );
}

export const titleOf = (c: BoundCommand, t: (key: string, params?: Readonly<Record<string, string>>) => string): string => t(c.titleKey, c.titleParams);
