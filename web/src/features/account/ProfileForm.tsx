import { Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, toLanguage } from '../../app/i18n/languages';
import { meQuery } from '../../lib/api/meQuery';
import { useMe } from '../../app/session/useMe';
import { themeChoices, useChangePreferences, type ThemeChoice } from '../../app/shell/usePreferences';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { updateMe } from './api/updateMe';

export function ProfileForm() {
  const { t, i18n } = useTranslation(['account', 'common', 'shell', 'session']);
  const me = useMe();
  const queries = useQueryClient();
  const preferences = useChangePreferences();
  const [name, setName] = useState(me.displayName);
  const save = useMutation({ mutationFn: () => updateMe({ displayName: name.trim() }), onSuccess: (next) => queries.setQueryData(meQuery().queryKey, next) });
  return (
    <section>
      <Title order={2} mb="sm">{t('profile')}</Title>
      <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <Stack gap="md">
          <ProblemAlert error={save.error} />
          <Group align="flex-end" gap="xs">
            <TextInput label={t('session:displayName')} description={t('session:displayNameHint')} flex="1 1 240px" value={name} maxLength={200} autoComplete="name" onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" disabled={name.trim() === '' || name.trim() === me.displayName} loading={save.isPending}>{t('common:save')}</Button>
          </Group>
          <TextInput label={t('session:email')} value={me.email} readOnly variant="filled" />
        </Stack>
      </form>
      <Group gap="xl" mt="md">
        <div>
          <Text size="sm" fw={500} mb={4} id="theme-label">{t('shell:theme')}</Text>
          <SegmentedControl
            size="xs" aria-labelledby="theme-label" value={preferences.theme} onChange={(value) => preferences.changeTheme(value as ThemeChoice)}
            data={themeChoices.map((choice) => ({ value: choice, label: t(`shell:themes.${choice}`) }))}
          />
        </div>
        <div>
          <Text size="sm" fw={500} mb={4} id="language-label">{t('shell:language')}</Text>
          <SegmentedControl
            size="xs" aria-labelledby="language-label" value={toLanguage(i18n.language) ?? 'en'} onChange={(value) => preferences.changeLanguage(toLanguage(value) ?? 'en')}
            data={languages.map((language) => ({ value: language.id, label: language.name }))}
          />
        </div>
      </Group>
    </section>
  );
}
