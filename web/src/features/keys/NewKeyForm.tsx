import { Button, Checkbox, Group, Select, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { keyScopes, type KeyEnvironment, type KeyScope } from '../../lib/contracts';
import { CopyField } from '../../ui/CopyField';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { createKey } from './api/createKey';
import { keysQuery } from './api/keysQuery';
import classes from './NewKeyForm.module.css';

const lifetimes = ['30', '90', '365', 'never'] as const;

export function NewKeyForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['keys', 'common']);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [environment, setEnvironment] = useState<KeyEnvironment>('live');
  const [scopes, setScopes] = useState<KeyScope[]>(['read']);
  const [lifetime, setLifetime] = useState<(typeof lifetimes)[number]>('90');
  const create = useMutation({
    mutationFn: () => createKey({ name: name.trim(), environment, scopes, expiresAt: lifetime === 'never' ? undefined : new Date(Date.now() + Number(lifetime) * 86_400_000).toISOString() }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: keysQuery().queryKey }),
    // The secret must not stay in memory once it was read.
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  if (create.data !== undefined)
    return (
      <section className={classes.panel}>
        <Stack gap="sm">
          <CopyField label={t('secret')} value={create.data.secret} />
          <Text size="sm">{t('secretHint')}</Text>
          <Group><Button size="xs" variant="default" onClick={onClose}>{t('iHaveIt')}</Button></Group>
        </Stack>
      </section>
    );
  return (
    <form onSubmit={submit} className={classes.panel}>
      <Stack gap="md" maw={520}>
        <TextInput label={t('name')} description={t('nameHint')} required withAsterisk={false} maxLength={200} value={name} autoFocus onChange={(event) => setName(event.currentTarget.value)} />
        <Checkbox.Group label={t('scopes')} value={scopes} onChange={(next) => setScopes(keyScopes.filter((scope) => next.includes(scope)))}>
          <Stack gap={8} mt={6}>{keyScopes.map((scope) => <Checkbox key={scope} size="xs" value={scope} label={t(`scope.${scope}`)} description={t(`scopeHint.${scope}`)} />)}</Stack>
        </Checkbox.Group>
        <Group align="flex-end">
          <Select
            label={t('expires')} w={180} allowDeselect={false} value={lifetime} onChange={(next) => setLifetime(lifetimes.find((l) => l === next) ?? '90')}
            data={lifetimes.map((l) => ({ value: l, label: l === 'never' ? t('neverExpires') : t('days', { count: Number(l) }) }))}
          />
          <SegmentedControl
            aria-label={t('environmentTitle')} value={environment} onChange={(next) => setEnvironment(next === 'test' ? 'test' : 'live')}
            data={[{ value: 'live', label: t('environment.live') }, { value: 'test', label: t('environment.test') }]}
          />
        </Group>
        <ProblemAlert error={create.error} />
        <Group gap="xs">
          <Button type="submit" loading={create.isPending} disabled={name.trim() === '' || scopes.length === 0}>{t('create')}</Button>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
