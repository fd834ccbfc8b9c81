import { PasswordInput, Progress, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface NewAccount { displayName: string; email: string; password: string }
export const emptyAccount: NewAccount = { displayName: '', email: '', password: '' };
export const minPasswordLength = 12;

export const isComplete = (account: NewAccount) =>
  account.displayName.trim() !== '' && account.email.includes('@') && account.password.length >= minPasswordLength;

export function NewAccountFields({ value, onChange, emailLocked = false }: { value: NewAccount; onChange: (next: NewAccount) => void; emailLocked?: boolean }) {
  const { t } = useTranslation('session');
  const set = (part: Partial<NewAccount>) => onChange({ ...value, ...part });
  return (
    <>
      <TextInput
        label={t('displayName')} description={t('displayNameHint')} autoComplete="name" required withAsterisk={false} maxLength={200}
        value={value.displayName} onChange={(event) => set({ displayName: event.currentTarget.value })}
      />
      <TextInput
        label={t('email')} type="email" autoComplete="username" required withAsterisk={false} readOnly={emailLocked}
        value={value.email} onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <NewPasswordInput value={value.password} onChange={(password) => set({ password })} label={t('password')} />
    </>
  );
}

export function NewPasswordInput({ value, onChange, label }: { value: string; onChange: (next: string) => void; label: string }) {
  const { t } = useTranslation('session');
  const share = Math.min(1, value.length / minPasswordLength);
  return (
    <PasswordInput
      label={label} description={t('passwordHint', { count: minPasswordLength })} autoComplete="new-password" required withAsterisk={false}
      minLength={minPasswordLength} maxLength={200} value={value} onChange={(event) => onChange(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      inputContainer={(input) => (
        <>
          {input}
          <Progress value={share * 100} size={3} mt={4} color={share < 1 ? 'orange' : 'green'} aria-hidden="true" />
        </>
      )}
    />
  );
}
