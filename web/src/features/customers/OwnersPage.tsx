import { Button, Group, NumberInput, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ownerKinds, type OwnerEntry, type OwnersRegister } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from '../trust/Trust.module.css';
import { registryOwnersQuery } from './api/registryOwnersQuery';
import { setOwners } from './api/setOwners';

/** Who owns the operator. Every customer sees it, and every change in its log before the change counts. */
export function OwnersPage() {
  const { t } = useTranslation('customers');
  const query = useQuery(registryOwnersQuery());
  return (
    <>
      <PageHeader title={t('owners.title')} description={t('owners.text')} />
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Skeleton h={160} />}
      {query.data !== undefined && <Register key={query.data.version} register={query.data} />}
    </>
  );
}

const nobody: OwnerEntry = { name: '', kind: 'owner', interests: [] };

function Register({ register }: { register: OwnersRegister }) {
  const { t } = useTranslation(['customers', 'trust', 'common']);
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const [owners, setValue] = useState<OwnerEntry[]>(register.owners);
  const save = useMutation({ mutationFn: setOwners, onSuccess: () => void queries.invalidateQueries({ queryKey: registryOwnersQuery().queryKey }) });
  const change = (at: number, next: Partial<OwnerEntry>) => setValue(owners.map((owner, i) => (i === at ? { ...owner, ...next } : owner)));
  const isComplete = owners.every((owner) => owner.name.trim() !== '');
  return (
    <Stack gap="md" align="flex-start">
      {owners.length === 0 && <Text size="sm" c="dimmed">{t('trust:owners.none')}</Text>}
      <ul className={classes.list} style={{ width: '100%' }}>
        {owners.map((owner, i) => (
          <li key={i} style={{ alignItems: 'flex-end' }}>
            <TextInput label={t('owners.name')} value={owner.name} flex="1 1 200px" maxLength={200} onChange={(event) => change(i, { name: event.currentTarget.value })} />
            <Select label={t('owners.kind')} w={150} allowDeselect={false} value={owner.kind} onChange={(kind) => change(i, { kind: ownerKinds.find((k) => k === kind) ?? 'owner' })} data={ownerKinds.map((k) => ({ value: k, label: t(`trust:owners.kind.${k}`) }))} />
            <NumberInput label={t('owners.share')} w={110} min={0} max={100} decimalScale={2} suffix=" %" value={owner.share ?? ''} onChange={(share) => change(i, { share: share === '' ? undefined : Number(share) })} />
            <TextInput label={t('owners.interests')} placeholder="amber-heron, calm-otter" value={owner.interests.join(', ')} flex="1 1 200px" onChange={(event) => change(i, { interests: event.currentTarget.value.split(',').map((name) => name.trimStart()) })} />
            <Button size="sm" variant="subtle" color="gray" aria-label={t('owners.removeName', { name: owner.name })} onClick={() => setValue(owners.filter((_, j) => j !== i))}>{t('owners.remove')}</Button>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Button variant="default" onClick={() => setValue([...owners, nobody])}>{t('owners.add')}</Button>
        <ConfirmButton size="sm" disabled={!isComplete} question={t('owners.saveQuestion')} confirm={t('owners.save')} loading={save.isPending} onConfirm={() => save.mutate({ owners: owners.map((o) => ({ ...o, name: o.name.trim(), interests: o.interests.map((n) => n.trim()).filter((n) => n !== '') })) })}>{t('owners.save')}</ConfirmButton>
      </Group>
      <ProblemAlert error={save.error} />
      {register.effectiveAt !== undefined && <Text size="xs" c="dimmed">{t('trust:owners.version', { version: register.version, at: dateTime(register.effectiveAt) })}</Text>}
    </Stack>
  );
}
