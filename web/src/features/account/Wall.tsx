import { Skeleton, Text, Title } from '@mantine/core';
import { IconDoorEnter, IconDoorOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from './Account.module.css';
import { wallQuery } from './api/wallQuery';

/** What the person may work on and why, without a word about anybody else. */
export function Wall() {
  const { t } = useTranslation('account');
  const { date } = useFormats();
  const query = useQuery(wallQuery());
  return (
    <section aria-labelledby="wall">
      <Title order={2} id="wall">{t('wall')}</Title>
      <Text size="sm" c="dimmed" mb="sm">{t('wallText')}</Text>
      <ProblemAlert error={query.error} />
      {query.isPending && <Skeleton h={44} />}
      {query.data?.isInsider === true && <Text size="sm" mb="sm">{t('wallInsider')}</Text>}
      {query.data?.rooms.length === 0 && <Text size="sm" c="dimmed">{t('wallNone')}</Text>}
      <ul className={classes.list}>
        {query.data?.rooms.map((room) => (
          <li key={room.customer}>
            {room.isOpen ? <IconDoorEnter size={18} aria-hidden /> : <IconDoorOff size={18} aria-hidden />}
            <span><strong>{room.name}</strong> <small>{t(room.isOpen ? 'wallOpen' : 'wallClosed')}{room.until !== undefined && `, ${t('wallUntil', { at: date(room.until) })}`}</small></span>
          </li>
        ))}
      </ul>
    </section>
  );
}
