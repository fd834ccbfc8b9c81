import { Button, Group, NumberInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from '../trust/Trust.module.css';
import { askForGlass, closeGlass, openGlass } from './api/askForGlass';
import { glassesQuery } from './api/glassesQuery';

/** Asking a customer for emergency access. Only two of its own people can give it. */
export function EmergencyPage() {
  const { t } = useTranslation(['customers', 'trust', 'common']);
  const { ago, dateTime, duration } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(glassesQuery());
  const refresh = () => void queries.invalidateQueries({ queryKey: glassesQuery().queryKey });
  const [asking, setAsking] = useState(false);
  const open = useMutation({ mutationFn: openGlass, onSettled: refresh });
  const close = useMutation({ mutationFn: closeGlass, onSettled: refresh });
  return (
    <>
      <PageHeader title={t('emergency.title')} description={t('emergency.text')} actions={!asking && <Button onClick={() => setAsking(true)}>{t('emergency.ask')}</Button>} />
      <Stack gap="lg">
        {asking && <Ask onDone={() => { setAsking(false); refresh(); }} onClose={() => setAsking(false)} />}
        <ProblemAlert error={query.error ?? open.error ?? close.error} />
        {query.isPending && <Skeleton h={80} />}
        {query.data?.length === 0 && <Text size="sm" c="dimmed">{t('emergency.none')}</Text>}
        {query.data !== undefined && query.data.length > 0 && (
          <ul className={classes.list}>
            {query.data.map((glass) => (
              <li key={glass.id}>
                <span className={classes.grow}>
                  <strong>{glass.codeName}</strong> {t(`trust:glass.state.${glass.state}`)} <small>{ago(glass.requestedAt)}</small><br />
                  {glass.reason} <small>({glass.ticket}) · {t('trust:glass.for', { time: duration(glass.minutes * 60) })} · {t('emergency.approvals', { count: glass.approvals.length })}</small>
                  {glass.openUntil !== undefined && <><br /><small>{t('trust:glass.until', { at: dateTime(glass.openUntil), count: glass.reads })}</small></>}
                </span>
                {glass.state === 'approved' && <ConfirmButton question={t('emergency.openQuestion')} confirm={t('emergency.open')} onConfirm={() => open.mutate(glass.id)}>{t('emergency.open')}</ConfirmButton>}
                {(glass.state === 'open' || glass.state === 'asked' || glass.state === 'approved') && <Button size="xs" variant="default" onClick={() => close.mutate(glass.id)}>{t(glass.state === 'open' ? 'emergency.close' : 'emergency.withdraw')}</Button>}
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </>
  );
}

function Ask({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation(['customers', 'common']);
  const [codeName, setCodeName] = useState('');
  const [reason, setReason] = useState('');
  const [ticket, setTicket] = useState('');
  const [minutes, setMinutes] = useState<number | string>(60);
  const ask = useMutation({ mutationFn: askForGlass, onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ codeName: codeName.trim(), reason: reason.trim(), ticket: ticket.trim(), minutes: Number(minutes) });
  };
  return (
    <form className={classes.panel} onSubmit={submit}>
      <Stack gap="sm" maw={520}>
        <TextInput label={t('codeName')} placeholder="amber-heron" value={codeName} autoFocus autoComplete="off" spellCheck={false} onChange={(event) => setCodeName(event.currentTarget.value)} />
        <TextInput label={t('emergency.reason')} description={t('emergency.reasonHint')} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
        <TextInput label={t('emergency.ticket')} value={ticket} maxLength={100} onChange={(event) => setTicket(event.currentTarget.value)} />
        <NumberInput label={t('emergency.minutes')} min={5} max={240} allowDecimal={false} w={160} value={minutes} onChange={setMinutes} />
        <ProblemAlert error={ask.error} />
        <Group gap="xs">
          <Button type="submit" loading={ask.isPending} disabled={codeName.trim() === '' || reason.trim() === '' || minutes === ''}>{t('emergency.ask')}</Button>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
