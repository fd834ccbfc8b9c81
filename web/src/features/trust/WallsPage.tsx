import { Button, Group, NumberInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { WallSettings } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { CopyField } from '../../ui/CopyField';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { agree, endAgreement } from './api/agree';
import { setCooling } from './api/setCooling';
import { wallsQuery } from './api/wallsQuery';
import { Blind } from './Blind';
import { GlassRequests } from './GlassRequests';
import { Owners } from './Owners';
import { Section } from './Section';
import classes from './Trust.module.css';

/** The walls around the customer: who counts as a rival, how long who has seen one stays away from the other, who owns the house. */
export function WallsPage() {
  const { t } = useTranslation('trust');
  const { dateTime } = useFormats();
  const query = useQuery(wallsQuery());
  return (
    <>
      <PageHeader title={t('walls.title')} description={t('walls.text')} />
      <Stack gap="xl">
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending && <Skeleton h={200} />}
        {query.data !== undefined && (
          <>
            <Section title={t('walls.codeName')} text={t('walls.codeNameText')}><div style={{ maxWidth: 360 }}><CopyField label={t('walls.codeName')} value={query.data.codeName} /></div></Section>
            <Agreements walls={query.data} />
            <Cooling walls={query.data} />
            {query.data.conflicts.length > 0 && (
              <Section title={t('conflicts.title')} text={t('conflicts.text')}>
                <ul className={classes.list}>{query.data.conflicts.map((conflict) => <li key={conflict.at}><span className={classes.grow}><strong>{t('conflicts.people', { count: conflict.people })}</strong> <small>{dateTime(conflict.at)}</small><br /><small>{conflict.accounts.map((account) => account.displayName ?? account.pseudonym).join(', ')}</small></span></li>)}</ul>
              </Section>
            )}
          </>
        )}
        <Blind />
        <GlassRequests />
        <Owners />
      </Stack>
    </>
  );
}

function Agreements({ walls }: { walls: WallSettings }) {
  const { t } = useTranslation('trust');
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const [codeName, setCodeName] = useState('');
  const refresh = () => void queries.invalidateQueries({ queryKey: wallsQuery().queryKey });
  const sign = useMutation({ mutationFn: agree, onSuccess: () => { setCodeName(''); refresh(); } });
  const end = useMutation({ mutationFn: endAgreement, onSettled: refresh });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sign.mutate({ codeName: codeName.trim().toLowerCase() });
  };
  return (
    <Section title={t('rivals.title')} text={t('rivals.text')}>
      {walls.agreements.length > 0 && (
        <ul className={classes.list}>
          {walls.agreements.map((agreement) => (
            <li key={agreement.codeName}>
              <span className={classes.grow}>
                <strong>{agreement.codeName}</strong><br />
                <small>
                  {agreement.effectiveAt === undefined ? t('rivals.waiting', { at: dateTime(agreement.signedAt) })
                    : Date.parse(agreement.effectiveAt) > Date.now() ? t('rivals.from', { at: dateTime(agreement.effectiveAt) }) : t('rivals.inEffect', { at: dateTime(agreement.effectiveAt) })}
                </small>
              </span>
              <ConfirmButton question={t('rivals.endQuestion')} confirm={t('rivals.end')} onConfirm={() => end.mutate(agreement.codeName)}>{t('rivals.end')}</ConfirmButton>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end" mt="sm">
          <TextInput label={t('rivals.other')} placeholder="amber-heron" value={codeName} maxLength={64} w={260} maw="100%" autoComplete="off" spellCheck={false} onChange={(event) => setCodeName(event.currentTarget.value)} />
          <Button type="submit" variant="default" disabled={codeName.trim() === ''} loading={sign.isPending}>{t('rivals.sign')}</Button>
        </Group>
      </form>
      {sign.isSuccess && <Text size="sm" mt="xs" role="status">{t('rivals.signed')}</Text>}
      <ProblemAlert error={sign.error ?? end.error} />
    </Section>
  );
}

function Cooling({ walls }: { walls: WallSettings }) {
  const { t } = useTranslation(['trust', 'common']);
  const queries = useQueryClient();
  const [days, setDays] = useState<number | string>(walls.coolingDays);
  const change = useMutation({ mutationFn: setCooling, onSuccess: () => void queries.invalidateQueries({ queryKey: wallsQuery().queryKey }) });
  return (
    <Section title={t('cooling.title')} text={t('cooling.text')}>
      <form onSubmit={(event) => { event.preventDefault(); change.mutate({ days: Number(days) }); }}>
        <Group gap="xs" align="flex-end">
          <NumberInput label={t('cooling.days')} w={160} min={walls.leastCoolingDays} max={36_500} allowDecimal={false} value={days} onChange={setDays} />
          <Button type="submit" variant="default" loading={change.isPending} disabled={days === '' || Number(days) === walls.coolingDays}>{t('common:save')}</Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed" mt={6}>{t('cooling.minimum', { count: walls.leastCoolingDays })}</Text>
      <ProblemAlert error={change.error} />
    </Section>
  );
}
