import { Button, Group, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session/useMe';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { minPasswordLength, NewPasswordInput } from '../session/NewAccountFields';
import { changePassword } from './api/changePassword';

export function PasswordForm() {
  const { t } = useTranslation(['account', 'session']);
  const me = useMe();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({ mutationFn: () => changePassword({ current, new: next }), onSuccess: () => { setCurrent(''); setNext(''); } });
  return (
    <section>
      <Title order={2} mb="sm">{t('password')}</Title>
      <form onSubmit={(event) => { event.preventDefault(); change.mutate(); }}>
        <Stack gap="sm" maw={380}>
          {/* Password managers want to know whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
          <PasswordInput
            label={t('currentPassword')} autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('session:showPassword') }}
          />
          <NewPasswordInput label={t('newPassword')} value={next} onChange={setNext} />
          <ProblemAlert error={change.error} />
          <Group gap="sm">
            <Button type="submit" variant="default" disabled={current === '' || next.length < minPasswordLength} loading={change.isPending}>{t('changePassword')}</Button>
            <Text size="sm" role="status" c="dimmed">{change.isSuccess && next === '' ? t('passwordChanged') : ''}</Text>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
