import { Button, Group, Skeleton, Text, TextInput, Title } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { canUsePasskeys, isPasskeyCancelled, registerPasskey } from '../../app/session/passkeys';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from './Account.module.css';
import { passkeysQuery } from './api/passkeysQuery';
import { removePasskey } from './api/removePasskey';

export function Passkeys() {
  const { t } = useTranslation('account');
  const { date } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(passkeysQuery());
  const [name, setName] = useState('');
  const refresh = () => void queries.invalidateQueries({ queryKey: passkeysQuery().queryKey });
  const add = useMutation({ mutationFn: () => registerPasskey(name.trim() || t('passkey')), onSuccess: () => { setName(''); refresh(); } });
  const remove = useMutation({ mutationFn: removePasskey, onSettled: refresh });
  return (
    <section>
      <Title order={2}>{t('passkeys')}</Title>
      <Text size="sm" c="dimmed" mb="sm">{t('passkeysText')}</Text>
      <ProblemAlert error={query.error ?? remove.error ?? (isPasskeyCancelled(add.error) ? null : add.error)} />
      {query.isPending && <Skeleton h={44} />}
      <ul className={classes.list}>
        {query.data?.map((passkey) => (
          <li key={passkey.id}>
            <IconFingerprint size={18} aria-hidden />
            <span><strong>{passkey.name}</strong> <small>{date(passkey.createdAt)}</small></span>
            <ConfirmButton question={t('removePasskeyQuestion')} confirm={t('remove')} onConfirm={() => remove.mutate(passkey.id)}>{t('remove')}</ConfirmButton>
          </li>
        ))}
      </ul>
      {canUsePasskeys() ? (
        <form onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
          <Group gap="xs" mt="sm">
            <TextInput aria-label={t('passkeyName')} placeholder={t('passkeyName')} value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" variant="default" loading={add.isPending}>{t('addPasskey')}</Button>
          </Group>
        </form>
      ) : <Text size="sm" c="dimmed" mt="sm">{t('noPasskeys')}</Text>}
    </section>
  );
}
