import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader';
import { Passkeys } from './Passkeys';
import { PasswordForm } from './PasswordForm';
import { ProfileForm } from './ProfileForm';
import { Sessions } from './Sessions';
import { Wall } from './Wall';

export function AccountPage() {
  const { t } = useTranslation('account');
  return (
    <>
      <PageHeader title={t('title')} />
      <Stack gap={36} maw={640}>
        <ProfileForm />
        <PasswordForm />
        <Passkeys />
        <Sessions />
        <Wall />
      </Stack>
    </>
  );
}
