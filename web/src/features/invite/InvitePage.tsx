import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { meQuery } from '../../lib/api/meQuery';
import type { InvitationPreview, Me } from '../../lib/contracts';
import { isProblem } from '../../lib/problem';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { PublicPage } from '../../ui/PublicPage';
import { emptyAccount, isComplete, NewAccountFields } from '../session/NewAccountFields';
import { SignInForm } from '../session/SignInForm';
import { acceptInvitation } from './api/acceptInvitation';
import { lookUpInvitation } from './api/lookUpInvitation';

/** The secret is in the fragment only: it reaches the server in a request's body, never in an address that a log could keep. */
export function InvitePage() {
  const { t } = useTranslation('session');
  const [token] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  const me = useQuery(meQuery());
  const preview = useQuery({
    queryKey: ['invitation'],
    queryFn: () => lookUpInvitation({ token }),
    enabled: token !== '',
    retry: false,
    gcTime: 0,
  });
  return (
    <PublicPage title={preview.data === undefined ? t('inviteTitle') : t('inviteTo', { customer: preview.data.customerName })}>
      {token === '' ? <Alert color="orange" title={t('inviteNoToken')}>{t('inviteNoTokenText')}</Alert>
        : preview.isError ? <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />
        : preview.data === undefined || me.isPending ? <Stack><Skeleton h={20} w="70%" /><Skeleton h={36} /><Skeleton h={36} /></Stack>
        : <Accept token={token} preview={preview.data} me={me.data ?? undefined} />}
    </PublicPage>
  );
}

function Accept({ token, preview, me }: { token: string; preview: InvitationPreview; me?: Me }) {
  const { t } = useTranslation(['session', 'common']);
  const formats = useFormats();
  const queries = useQueryClient();
  const [account, setAccount] = useState({ ...emptyAccount, email: preview.email ?? '' });
  const [hasAccount, setHasAccount] = useState(preview.hasAccount);
  const join = useMutation({
    mutationFn: (withAccount: boolean) =>
      acceptInvitation(withAccount ? { token, displayName: account.displayName.trim(), email: account.email.trim(), password: account.password } : { token }),
    // A full load: nothing of another customer's room stays in memory.
    onSuccess: () => window.location.assign('/'),
  });
  const roles = formats.list(preview.roles.map((role) => t(`common:role.${role}`)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate(true);
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t('inviteRoles', { roles })}</Text>
      <ProblemAlert error={join.error} />
      {me !== undefined ? (
        <>
          <Text size="sm" c="dimmed">{t('inviteAs', { name: me.displayName, email: me.email })}</Text>
          {/* Trying again would not open it. */}
          {!isProblem(join.error, 'not_eligible') && <Button loading={join.isPending} onClick={() => join.mutate(false)}>{t('inviteJoin')}</Button>}
        </>
      ) : hasAccount ? (
        <>
          <Text size="sm" c="dimmed">{t('inviteSignIn')}</Text>
          <SignInForm
            email={preview.email}
            onSignedIn={(who) => { queries.setQueryData(meQuery().queryKey, who); join.mutate(false); }}
          />
          <Button variant="subtle" onClick={() => setHasAccount(false)}>{t('inviteNewAccount')}</Button>
        </>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <NewAccountFields value={account} onChange={setAccount} emailLocked={preview.email !== undefined} />
            <Button type="submit" loading={join.isPending} disabled={!isComplete(account)} mt={4}>{t('inviteJoin')}</Button>
            <Group justify="center"><Button variant="subtle" onClick={() => setHasAccount(true)}>{t('inviteHaveAccount')}</Button></Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
