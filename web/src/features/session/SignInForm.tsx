import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { canUsePasskeys, isPasskeyCancelled, signInWithPasskey } from '../../app/session/passkeys';
import type { Me } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { signIn } from './api/signIn';

export function SignInForm({ email: knownEmail, onSignedIn }: { email?: string; onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation('session');
  const [email, setEmail] = useState(knownEmail ?? '');
  const [password, setPassword] = useState('');
  const byPassword = useMutation({ mutationFn: () => signIn({ email: email.trim(), password }), onSuccess: onSignedIn });
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onSignedIn });
  const error = byPassword.error ?? (isPasskeyCancelled(byPasskey.error) ? null : byPasskey.error);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPasskey.reset();
    byPassword.mutate();
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ProblemAlert error={error} />
        <TextInput
          label={t('email')} type="email" name="email" autoComplete="username webauthn" required withAsterisk={false}
          value={email} onChange={(event) => setEmail(event.currentTarget.value)} data-autofocus={knownEmail === undefined || undefined}
          autoFocus={knownEmail === undefined}
        />
        <PasswordInput
          label={t('password')} name="password" autoComplete="current-password" required withAsterisk={false}
          value={password} onChange={(event) => setPassword(event.currentTarget.value)} data-autofocus={knownEmail !== undefined || undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        />
        <Button type="submit" loading={byPassword.isPending} fullWidth mt={4}>{t('signIn')}</Button>
        {canUsePasskeys() && (
          <>
            <Divider label={t('or')} />
            <Button
              variant="default" fullWidth leftSection={<IconFingerprint size={17} />} loading={byPasskey.isPending}
              onClick={() => { byPassword.reset(); byPasskey.mutate(); }}
            >
              {t('passkeySignIn')}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
