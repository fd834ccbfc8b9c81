import { Badge, Skeleton, Text, Title } from '@mantine/core';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from './Account.module.css';
import { endSession } from './api/endSession';
import { sessionsQuery } from './api/sessionsQuery';

export function Sessions() {
  const { t } = useTranslation('account');
  const { ago } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(sessionsQuery());
  const end = useMutation({ mutationFn: endSession, onSettled: () => void queries.invalidateQueries({ queryKey: sessionsQuery().queryKey }) });
  return (
    <section>
      <Title order={2}>{t('sessions')}</Title>
      <Text size="sm" c="dimmed" mb="sm">{t('sessionsText')}</Text>
      <ProblemAlert error={query.error ?? end.error} />
      {query.isPending && <Skeleton h={44} />}
      <ul className={classes.list}>
        {query.data?.map((session) => (
          <li key={session.id}>
            <IconDeviceLaptop size={18} aria-hidden />
            <span><strong>{session.device === '' ? t('unknownDevice') : session.device}</strong> <small>{session.address} · {ago(session.lastSeenAt)}</small></span>
            {session.isCurrent ? <Badge color="gray">{t('thisOne')}</Badge>
              : <ConfirmButton question={t('endQuestion')} confirm={t('end')} onConfirm={() => end.mutate(session.id)}>{t('end')}</ConfirmButton>}
          </li>
        ))}
      </ul>
    </section>
  );
}
