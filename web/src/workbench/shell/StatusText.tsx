import { IconAlertTriangle, IconCheck, IconCloudOff, IconDeviceDesktopCheck, IconLock, IconRefresh, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Status } from './status';
import classes from './shell.module.css';

const icons: { readonly [S in Status]: Icon } = {
  unsafe: IconAlertTriangle, attention: IconAlertTriangle, sign_in: IconLock, offline: IconCloudOff, saving: IconRefresh, device: IconDeviceDesktopCheck, saved: IconCheck,
};

/** Where the work is. Said aloud only when it matters: a reader does not want to hear of every save. */
export function StatusText({ status, waiting }: { readonly status: Status; readonly waiting: number }) {
  const { t } = useTranslation('workbench');
  const StatusIcon = icons[status];
  const urgent = status === 'unsafe' || status === 'attention' || status === 'sign_in' || status === 'offline';
  return (
    <span className={classes.status} data-status={status} title={t(`work.statusHint.${status}`)}>
      <StatusIcon size={14} stroke={1.8} aria-hidden />
      <span>{t(`work.status.${status}`)}{status === 'offline' && waiting > 0 ? ` · ${t('work.waiting', { count: waiting })}` : ''}</span>
      <span className={classes.srOnly} role="status">{urgent ? t(`work.status.${status}`) : ''}</span>
    </span>
  );
}
