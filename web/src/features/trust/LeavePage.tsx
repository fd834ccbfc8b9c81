import { Button, Group, Progress, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { useMe } from '../../app/session/useMe';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { StateBadge } from '../../ui/states';
import { customerExportsQuery, customerExportUrl } from './api/customerExportsQuery';
import { exportEverything } from './api/exportEverything';
import { approveLeaving, askToLeave, withdrawLeaving } from './api/leave';
import { leavingQuery } from './api/leavingQuery';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';

/** Taking everything along, and having the rest destroyed: three steps, the last of them by two people. */
export function LeavePage() {
  const { t } = useTranslation('trust');
  return (
    <>
      <PageHeader title={t('leave.title')} description={t('leave.text')} />
      <Stack gap="xl">
        <Exports />
        <Ending />
      </Stack>
    </>
  );
}

function Exports() {
  const { t } = useTranslation('trust');
  const { bytes, dateTime } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(customerExportsQuery());
  const [recipient, setRecipient] = useState('');
  const start = useMutation({
    mutationFn: () => exportEverything({ recipient: recipient.trim() || undefined }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: customerExportsQuery().queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Section title={t('leave.export')} text={t('leave.exportText')}>
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end">
          <TextInput label={t('leave.recipient')} description={t('leave.recipientHint')} placeholder="age1…" value={recipient} maxLength={120} w={420} maw="100%" autoComplete="off" spellCheck={false} onChange={(event) => setRecipient(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={start.isPending}>{t('leave.start')}</Button>
        </Group>
      </form>
      <ProblemAlert error={query.error ?? start.error} />
      {query.isPending && <Skeleton h={60} mt="sm" />}
      {query.data !== undefined && query.data.length > 0 && (
        <ul className={classes.list} style={{ marginBlockStart: 14 }}>
          {query.data.map((item) => (
            <li key={item.id}>
              <span className={classes.grow}>
                <strong>{item.fileName}</strong> <StateBadge state={item.state} /><br />
                <small>{dateTime(item.createdAt)}{item.state === 'done' && ` · ${bytes(item.bytes)} · ${t(item.recipient === undefined ? 'leave.open' : 'leave.encrypted')}`}{item.problem !== undefined && ` · ${item.problem}`}</small>
                {item.state === 'running' && <Progress mt={4} maw={420} value={100} animated size="sm" aria-label={t('leave.working')} />}
              </span>
              {item.state === 'done' && <Button size="xs" component="a" href={customerExportUrl(item.id)} download={item.fileName} leftSection={<IconDownload size={15} />} aria-label={t('leave.downloadFile', { name: item.fileName })}>{t('leave.download')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Ending() {
  const { t } = useTranslation('trust');
  const { dateTime } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const query = useQuery(leavingQuery());
  const [typed, setTyped] = useState('');
  const onSettled = () => void queries.invalidateQueries({ queryKey: leavingQuery().queryKey });
  const ask = useMutation({ mutationFn: askToLeave, onSuccess: () => setTyped(''), onSettled });
  const approve = useMutation({ mutationFn: approveLeaving, onSettled });
  const withdraw = useMutation({ mutationFn: withdrawLeaving, onSettled });
  const leaving = query.data;
  const name = me.customer?.name ?? '';
  const isTyped = typed.trim() === name;
  return (
    <Section title={t('leave.end')} text={t('leave.endText')}>
      <ProblemAlert error={query.error ?? ask.error ?? approve.error ?? withdraw.error} />
      {query.isPending && <Skeleton h={60} />}
      {leaving !== undefined && (
        <Stack gap="sm" align="flex-start">
          {leaving.state === 'asked' && (
            <Verdict tone="waiting" title={t('leave.asked', { name: leaving.askedByName ?? '', at: leaving.askedAt === undefined ? '' : dateTime(leaving.askedAt) })} live>
              <Text size="sm">{t('leave.second')}</Text>
              <Button mt="xs" size="xs" variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>{t('leave.withdraw')}</Button>
            </Verdict>
          )}
          {leaving.state === 'under_way' && <Verdict tone="plain" title={t('leave.underWay')} live><Text size="sm">{t('leave.underWayText')}</Text></Verdict>}
          <dl className={classes.facts} style={{ width: '100%' }}>
            <div><dt>{t('leave.certificateAt')}</dt><dd className={classes.code}>{new URL(leaving.certificatePath, window.location.href).href}<small>{t('leave.certificateHint')}</small></dd></div>
            <div><dt>{t('leave.certificateKey')}</dt><dd className={classes.code}>{leaving.certificateKey}<small>{t('leave.keyHint')}</small></dd></div>
            <div><dt>{t('leave.backups')}</dt><dd>{t('leave.backupDays', { count: leaving.backupDays })}<small>{t('leave.backupsHint')}</small></dd></div>
          </dl>
          {leaving.administrators < 2 && <Text size="sm">{t('leave.alone')}</Text>}
          {leaving.state !== 'under_way' && leaving.administrators >= 2 && !(leaving.state === 'asked' && leaving.askedBy === me.person) && (
            <Group gap="xs" align="flex-end">
              <TextInput label={t('leave.type', { name })} value={typed} w={300} maw="100%" autoComplete="off" onChange={(event) => setTyped(event.currentTarget.value)} />
              {leaving.state === 'none'
                ? <ConfirmButton size="sm" disabled={!isTyped} question={t('leave.askQuestion')} confirm={t('leave.ask')} loading={ask.isPending} onConfirm={() => ask.mutate({ customerName: name })}>{t('leave.ask')}</ConfirmButton>
                : <ConfirmButton size="sm" disabled={!isTyped} color="red" variant="filled" question={t('leave.approveQuestion')} confirm={t('leave.approve')} loading={approve.isPending} onConfirm={() => approve.mutate({ customerName: name })}>{t('leave.approve')}</ConfirmButton>}
            </Group>
          )}
        </Stack>
      )}
    </Section>
  );
}
