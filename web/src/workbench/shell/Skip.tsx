import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './shell.module.css';

const reasons = ['unclear', 'broken', 'language', 'expertise', 'offensive'] as const;

interface SkipProps { readonly opened: boolean; readonly keyLabel: string | undefined; readonly disabled: boolean; onOpen(open: boolean): void; onSkip(reason: string): void }

/** Why not, in one key. */
export function Skip({ opened, keyLabel, disabled, onOpen, onSkip }: SkipProps) {
  const { t } = useTranslation('workbench');
  const [other, setOther] = useState('');
  const skip = (reason: string): void => {
    onOpen(false);
    setOther('');
    onSkip(reason);
  };
  return (
    <Popover opened={opened} onChange={onOpen} position="top-start" shadow="md" width={270} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="sm" disabled={disabled} aria-keyshortcuts={keyLabel} rightSection={keyLabel && <kbd className={classes.kbd}>{keyLabel}</kbd>} onClick={() => onOpen(!opened)}>{t('work.skip')}</Button>
      </Popover.Target>
      <Popover.Dropdown
        className={classes.skip} aria-label={t('work.skipWhy')}
        onKeyDown={(e) => {
          const digit = e.target instanceof HTMLInputElement ? undefined : /^(?:Digit|Numpad)(\d)$/.exec(e.nativeEvent.code)?.[1];
          const reason = digit === undefined ? undefined : reasons[Number(digit) - 1];
          // Nothing here is for the editor below.
          e.nativeEvent.stopImmediatePropagation();
          if (reason) {
            e.preventDefault();
            skip(t(`work.reason.${reason}`));
          }
        }}
      >
        <h3>{t('work.skipWhy')}</h3>
        {reasons.map((reason, i) => (
          <button key={reason} type="button" className={classes.reason} data-autofocus={i === 0 || undefined} onClick={() => skip(t(`work.reason.${reason}`))}>
            <span>{t(`work.reason.${reason}`)}</span><kbd className={classes.kbd}>{i + 1}</kbd>
          </button>
        ))}
        <form
          onSubmit={(e) => {
            e.preventDefault();
            if (other.trim() !== '') skip(other.trim());
          }}
        >
          <TextInput size="xs" maxLength={500} aria-label={t('work.otherReason')} placeholder={t('work.otherReason')} value={other} onChange={(e) => setOther(e.currentTarget.value)} />
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
