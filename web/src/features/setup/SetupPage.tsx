import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../lib/api/meQuery';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { PublicPage } from '../../ui/PublicPage';
import { emptyAccount, isComplete, NewAccountFields } from '../session/NewAccountFields';
import { setUp } from './api/setUp';
import { setupQuery } from './api/setupQuery';

/** The first start: the one-time token is in the fragment of the link that the server printed. */
export function SetupPage() {
  const { t } = useTranslation('session');
  const queries = useQueryClient();
  const router = useRouter();
  const linkToken = decodeURIComponent(window.location.hash.slice(1));
  const [token, setToken] = useState(linkToken);
  const [customerName, setCustomerName] = useState('');
  const [account, setAccount] = useState(emptyAccount);
  const request = useMutation({
    mutationFn: () => setUp({ token: token.trim(), customerName: customerName.trim(), displayName: account.displayName.trim(), email: account.email.trim(), password: account.password }),
    onSuccess: (me) => {
      queries.setQueryData(meQuery().queryKey, me);
      queries.setQueryData(setupQuery().queryKey, { needed: false });
      router.history.replace('/');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate();
  };
  return (
    <PublicPage title={t('setupTitle')} text={t('setupText')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <ProblemAlert error={request.error} />
          {linkToken === '' && (
            <TextInput
              label={t('setupToken')} description={t('setupTokenHint')} required withAsterisk={false} autoComplete="off"
              value={token} onChange={(event) => setToken(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t('customerName')} description={t('customerNameHint')} required withAsterisk={false} maxLength={200} autoComplete="organization" autoFocus
            value={customerName} onChange={(event) => setCustomerName(event.currentTarget.value)}
          />
          <NewAccountFields value={account} onChange={setAccount} />
          <Button type="submit" mt={4} loading={request.isPending} disabled={!isComplete(account) || customerName.trim() === '' || token.trim() === ''}>
            {t('setupSubmit')}
          </Button>
        </Stack>
      </form>
    </PublicPage>
  );
}
