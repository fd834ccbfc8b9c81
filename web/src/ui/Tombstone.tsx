import { Text } from '@mantine/core';
import { IconLock, IconDoorOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAskAgain } from '../lib/useWithheld';
import classes from './Tombstone.module.css';

/** In place of content that its owner withholds: no error, and nothing to do. It comes back by itself. */
export function Tombstone() {
  const { t } = useTranslation();
  useAskAgain(true);
  return (
    <section className={classes.root} role="status">
      <IconLock size={22} stroke={1.5} aria-hidden />
      <div>
        <Text fw={600}>{t('withheld.title')}</Text>
        <Text size="sm" c="dimmed" maw={520}>{t('withheld.text')}</Text>
      </div>
    </section>
  );
}

/** In place of what is not open to somebody, whatever the reason: the same words for all. */
export function NotOpen() {
  const { t } = useTranslation();
  return (
    <section className={classes.root} role="status">
      <IconDoorOff size={22} stroke={1.5} aria-hidden />
      <div>
        <Text fw={600}>{t('notOpen.title')}</Text>
        <Text size="sm" c="dimmed" maw={520}>{t('notOpen.text')}</Text>
      </div>
    </section>
  );
}
