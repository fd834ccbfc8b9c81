import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { Role } from '../../lib/contracts';
import { CopyField } from '../../ui/CopyField';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { invitationsQuery } from './api/invitationsQuery';
import { invite } from './api/invite';
import classes from './People.module.css';
import { RolesPicker } from './RolesPicker';

/** Makes a link to hand over: it is shown once. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['people', 'common']);
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<Role[]>(['annotator']);
  const request = useMutation({
    mutationFn: () => invite({ email: email.trim() || undefined, roles }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: invitationsQuery().queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate();
  };
  if (request.data !== undefined)
    return (
      <section className={classes.panel}>
        <Stack gap="sm">
          <CopyField label={t('link')} value={request.data.link} />
          <Text size="sm" c="dimmed">{t('linkHint', { until: dateTime(request.data.expiresAt) })}</Text>
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => { request.reset(); setEmail(''); }}>{t('inviteAnother')}</Button>
            <Button variant="subtle" size="xs" onClick={onClose}>{t('common:close')}</Button>
          </Group>
        </Stack>
      </section>
    );
  return (
    <form onSubmit={submit} className={classes.panel}>
      <Stack gap="md" maw={520}>
        <TextInput label={t('email')} description={t('emailHint')} type="email" autoComplete="off" value={email} autoFocus onChange={(event) => setEmail(event.currentTarget.value)} />
        <RolesPicker label={t('roles')} value={roles} onChange={setRoles} />
        <ProblemAlert error={request.error} />
        <Group gap="xs">
          <Button type="submit" loading={request.isPending} disabled={roles.length === 0}>{t('makeLink')}</Button>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
