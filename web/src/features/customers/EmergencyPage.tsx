import { Button, Group, NumberInput, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { closeGlass } from '../../lib/api/closeGlass';
import { glassReasons, type GlassReason } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from '../trust/Trust.module.css';
import { askForGlass, openGlass } from './api/askForGlass';
import { glassesQuery } from './api/glassesQuery';

/** Asking a customer for emergency access. Only two of its own people can give it. */
export function EmergencyPage() {
  const { t } = useTranslation(['customers', 'trust', 'common']);
  const { ago, dateTime, duration } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(glassesQuery());
  const refresh = () => void queries.invalidateQueries({ queryKey: glassesQuery().queryKey });
  const [asking, setAsking] = useState(false);
  // A full load, so that nothing of the room that is left stays in memory.
  const open = useMutation({ mutationFn: openGlass, onSuccess: () => window.location.assign('/'), onError: refresh });
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
                  <strong>{glass.codeName}</strong> {t(`trust:glass.state.${glass.state}`)} <small>{ago(glass.askedAt)}</small><br />
                  {t(`trust:glass.reason.${glass.reason}`)} <small>({glass.ticket}) · {t('trust:glass.for', { time: duration(glass.minutes * 60) })} · {t('emergency.approvals', { count: glass.approvals })}</small>
                  {glass.state === 'open' && glass.endsAt !== undefined && <><br /><small>{t('trust:glass.ends', { at: dateTime(glass.endsAt) })}</small></>}
                </span>
                {glass.state === 'approved' && <ConfirmButton question={t('emergency.openQuestion')} confirm={t('emergency.open')} loading={open.isPending} onConfirm={() => open.mutate(glass.id)}>{t('emergency.open')}</ConfirmButton>}
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
  const { t } = useTranslation(['customers', 'trust', 'common']);
  const [codeName, setCodeName] = useState('');
  const [project, setProject] = useState('');
  const [reason, setReason] = useState<GlassReason>('malfunction');
  const [ticket, setTicket] = useState('');
  const [minutes, setMinutes] = useState<number | string>(60);
  const ask = useMutation({ mutationFn: askForGlass, onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ codeName: codeName.trim(), project: project.trim(), reason, ticket: ticket.trim(), minutes: Number(minutes) });
  };
  const isComplete = codeName.trim() !== '' && project.trim() !== '' && ticket.trim() !== '' && minutes !== '';
  return (
    <form className={classes.panel} onSubmit={submit}>
      <Stack gap="sm" maw={520}>
        <TextInput label={t('codeName')} description={t('emergency.codeNameHint')} placeholder="amber-heron" value={codeName} autoFocus autoComplete="off" spellCheck={false} onChange={(event) => setCodeName(event.currentTarget.value)} />
        <TextInput label={t('emergency.project')} description={t('emergency.projectHint')} placeholder="prj_…" value={project} autoComplete="off" spellCheck={false} onChange={(event) => setProject(event.currentTarget.value)} />
        <Select label={t('emergency.reason')} allowDeselect={false} value={reason} onChange={(value) => setReason(glassReasons.find((r) => r === value) ?? 'malfunction')} data={glassReasons.map((r) => ({ value: r, label: t(`trust:glass.reason.${r}`) }))} />
        <TextInput label={t('emergency.ticket')} description={t('emergency.ticketHint')} placeholder="OPS-1204" value={ticket} maxLength={64} autoComplete="off" onChange={(event) => setTicket(event.currentTarget.value)} />
        <NumberInput label={t('emergency.minutes')} min={5} max={240} allowDecimal={false} w={160} value={minutes} onChange={setMinutes} />
        <ProblemAlert error={ask.error} />
        <Group gap="xs">
          <Button type="submit" loading={ask.isPending} disabled={!isComplete}>{t('emergency.ask')}</Button>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
