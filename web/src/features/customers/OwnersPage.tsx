import { Button, Group, MultiSelect, NumberInput, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ownerKinds, type OwnerEntry, type OwnersForOperator } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { Section } from '../trust/Section';
import classes from '../trust/Trust.module.css';
import { Verdict } from '../trust/Verdict';
import { customersQuery } from './api/customersQuery';
import { registryOwnersQuery } from './api/registryOwnersQuery';
import { registryQuery } from './api/registryQuery';
import { setOwners } from './api/setOwners';

/** Who owns the operator. Every customer sees it, and every change in its log before the change counts. */
export function OwnersPage() {
  const { t } = useTranslation('customers');
  const { dateTime } = useFormats();
  const query = useQuery(registryOwnersQuery());
  const register = query.data;
  return (
    <>
      <PageHeader title={t('owners.title')} description={t('owners.text')} />
      <Stack gap="xl">
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending && <Skeleton h={160} />}
        {register !== undefined && (
          <>
            {register.coming !== undefined && (
              <Verdict tone="waiting" title={t('owners.coming', { version: register.coming.version, at: dateTime(register.coming.announcedAt) })}>
                <Text size="sm">{register.coming.effectiveAt === undefined ? t('owners.waiting', { count: register.waiting }) : t('owners.due', { at: dateTime(register.coming.effectiveAt) })}</Text>
              </Verdict>
            )}
            <Register key={`${register.current?.version}-${register.coming?.version}`} register={register} />
          </>
        )}
      </Stack>
    </>
  );
}

const nobody: OwnerEntry = { name: '', kind: 'owner', interests: [] };

function Register({ register }: { register: OwnersForOperator }) {
  const { t } = useTranslation(['customers', 'trust']);
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const names = useQuery(customersQuery()).data;
  const people = useQuery(registryQuery()).data;
  const [owners, setValue] = useState<OwnerEntry[]>((register.coming ?? register.current)?.owners ?? []);
  const save = useMutation({ mutationFn: setOwners, onSuccess: () => void queries.invalidateQueries({ queryKey: ['registry'] }) });
  const change = (at: number, next: Partial<OwnerEntry>) => setValue(owners.map((owner, i) => (i === at ? { ...owner, ...next } : owner)));
  const isComplete = owners.every((owner) => owner.name.trim() !== '' && (owner.kind === 'board' || owner.share !== undefined));
  const customers = register.customers.map(({ customer, codeName }) => ({ value: codeName, label: `${names?.find((c) => c.id === customer)?.name ?? customer} (${codeName})` }));
  // Who runs the installation sees customers by name, which an owner must not.
  const accounts = (people ?? []).filter((p) => p.insider !== 'operator').map((p) => ({ value: p.id, label: p.displayName }));
  return (
    <Section title={t('owners.register')} text={t('owners.notice', { count: register.noticeDays })}>
      <Stack gap="md">
        {owners.length === 0 && <Text size="sm" c="dimmed">{t('trust:owners.none')}</Text>}
        {owners.map((owner, i) => (
          <div key={i} className={classes.panel} role="group" aria-label={owner.name === '' ? t('owners.new') : owner.name}>
            <Group gap="sm" align="flex-start">
              <TextInput label={t('owners.name')} value={owner.name} flex="1 1 200px" maxLength={100} autoComplete="off" onChange={(event) => change(i, { name: event.currentTarget.value })} />
              <Select label={t('owners.kind')} w={150} allowDeselect={false} value={owner.kind} onChange={(kind) => change(i, { kind: ownerKinds.find((k) => k === kind) ?? 'owner' })} data={ownerKinds.map((k) => ({ value: k, label: t(`trust:owners.kind.${k}`) }))} />
              <NumberInput label={t('owners.share')} w={110} min={0} max={100} decimalScale={2} suffix=" %" value={owner.share ?? ''} onChange={(share) => change(i, { share: share === '' ? undefined : Number(share) })} />
              <MultiSelect label={t('owners.interests')} flex="1 1 280px" searchable placeholder={owner.interests.length === 0 ? t('owners.noInterests') : undefined} value={owner.interests} onChange={(interests) => change(i, { interests })} data={customers} />
              <Select label={t('owners.account')} w={220} maw="100%" searchable clearable placeholder={t('owners.noAccount')} value={owner.account ?? null} onChange={(account) => change(i, { account: account ?? undefined })} data={accounts} />
              <Button variant="subtle" color="gray" style={{ alignSelf: 'flex-end' }} aria-label={t('owners.removeName', { name: owner.name })} onClick={() => setValue(owners.filter((_, j) => j !== i))}>{t('owners.remove')}</Button>
            </Group>
          </div>
        ))}
        <Group gap="xs">
          <Button variant="default" onClick={() => setValue([...owners, nobody])}>{t('owners.add')}</Button>
          <ConfirmButton
            size="sm" variant="filled" disabled={!isComplete} question={t('owners.saveQuestion')} confirm={t('owners.save')} loading={save.isPending}
            onConfirm={() => save.mutate({ owners: owners.map((owner) => ({ ...owner, name: owner.name.trim() })) })}
          >
            {t('owners.save')}
          </ConfirmButton>
        </Group>
        <ProblemAlert error={save.error} />
        {register.current?.effectiveAt !== undefined && <Text size="xs" c="dimmed">{t('trust:owners.version', { version: register.current.version, at: dateTime(register.current.effectiveAt) })}</Text>}
      </Stack>
    </Section>
  );
}
