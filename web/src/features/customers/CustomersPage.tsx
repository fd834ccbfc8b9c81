import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../lib/api/meQuery';
import { useMe } from '../../app/session/useMe';
import { roomColor } from '../../app/shell/roomColor';
import { useFormats } from '../../app/i18n/useFormats';
import { CopyField } from '../../ui/CopyField';
import type { CustomerStanding } from '../../lib/contracts';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { switchCustomer } from '../../lib/api/switchCustomer';
import { createCustomer } from './api/createCustomer';
import { customersQuery } from './api/customersQuery';
import classes from './CustomersPage.module.css';

/** For operators: the rooms of this server. An operator sees what they are called and whether they work, not what is in them. */
export function CustomersPage() {
  const { t } = useTranslation('customers');
  const me = useMe();
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(customersQuery());
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => createCustomer({ name: name.trim() }),
    onSuccess: () => {
      setName('');
      void queries.invalidateQueries({ queryKey: customersQuery().queryKey });
      void queries.invalidateQueries({ queryKey: meQuery().queryKey });
    },
  });
  const enter = useMutation({ mutationFn: (customer: string) => switchCustomer({ customer }), onSuccess: () => window.location.assign('/') });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <form onSubmit={(event) => { event.preventDefault(); create.mutate(); }}>
        <Group gap="xs" align="flex-end" mb="lg">
          <TextInput label={t('newName')} value={name} maxLength={200} w={320} maw="100%" onChange={(event) => setName(event.currentTarget.value)} />
          <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>{t('create')}</Button>
        </Group>
      </form>
      {create.data !== undefined && (
        <Stack gap={6} mb="lg" maw={720} role="status">
          <Text size="sm">{t('made', { name: create.data.name })}</Text>
          <CopyField label={t('firstLink')} value={create.data.invitation.link} />
          <Text size="sm" c="dimmed">{t('firstLinkHint', { until: dateTime(create.data.invitation.expiresAt) })}</Text>
        </Stack>
      )}
      <ProblemAlert error={query.error ?? create.error ?? enter.error} />
      {query.isPending && <Skeleton h={120} />}
      <ul className={classes.list}>
        {query.data?.map((customer) => (
          <li key={customer.id} style={{ '--room': roomColor(customer.id) } as Record<string, string>}>
            <div>
              <strong>{customer.name}</strong>
              <Text size="xs" c="dimmed">{customer.codeName}{customer.isHouse && <> · {t('house')}</>}</Text>
              <Health customer={customer} />
            </div>
            {customer.id === me.customer?.id ? <Text size="sm" c="dimmed">{t('here')}</Text>
              : me.customers.some((mine) => mine.id === customer.id)
                ? <Button size="xs" variant="default" loading={enter.isPending && enter.variables === customer.id} onClick={() => enter.mutate(customer.id)} aria-label={t('enterName', { name: customer.name })}>{t('enter')}</Button>
                : <Text size="sm" c="dimmed">{t('notYours')}</Text>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Health({ customer: { custody, log, headSignedAt } }: { customer: CustomerStanding }) {
  const { t } = useTranslation('customers');
  const { ago, dateTime } = useFormats();
  const isBad = custody === 'unreachable' || log === 'rollback' || (custody !== undefined && log === undefined);
  const logWords = log === undefined ? t('log.unknown') : log === 'rollback' ? t('log.rollback') : headSignedAt === undefined ? t('log.none') : t('log.ready', { ago: ago(headSignedAt) });
  return (
    <p className={classes.health} data-bad={isBad || undefined} {...(headSignedAt !== undefined && { title: dateTime(headSignedAt) })}>
      {[t(`custody.${custody ?? 'unknown'}`), custody !== undefined && (log !== undefined || custody !== 'revoked') && logWords].filter(Boolean).join(' · ')}
    </p>
  );
}
