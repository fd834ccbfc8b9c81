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
      {query.data?.customers.length === 0 && <Text size="sm" c="dimmed">{t('wallNone')}</Text>}
      <ul className={classes.list}>
        {query.data?.customers.map(({ customer, mayWork, lastSeen, closesDays }) => (
          <li key={customer.id}>
            {mayWork ? <IconDoorEnter size={18} aria-hidden /> : <IconDoorOff size={18} aria-hidden />}
            <span>
              <strong>{customer.name}</strong> <small>{t(mayWork ? 'wallOpen' : 'wallClosed')}</small><br />
              <small>{lastSeen === undefined ? t('wallUnseen', { count: closesDays }) : t('wallSeen', { at: date(lastSeen), count: closesDays })}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
