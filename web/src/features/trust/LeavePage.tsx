import { Button, Group, Progress, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { saveText } from '../../lib/saveText';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { StateBadge } from '../../ui/states';
import { customerExportsQuery, customerExportUrl } from './api/customerExportsQuery';
import { exportEverything } from './api/exportEverything';
import { approveLeaving, askToLeave } from './api/leave';
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
                <small>{dateTime(item.createdAt)}{item.state === 'done' && ` · ${bytes(item.bytes)}`}{item.problem !== undefined && ` · ${item.problem}`}</small>
                {item.state === 'running' && <Progress mt={4} value={100} animated size="sm" aria-label={t('leave.working')} />}
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
  const { dateTime, date } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(leavingQuery());
  const onSettled = () => void queries.invalidateQueries({ queryKey: leavingQuery().queryKey });
  const ask = useMutation({ mutationFn: askToLeave, onSettled });
  const approve = useMutation({ mutationFn: approveLeaving, onSettled });
  const leaving = query.data;
  const { certificate } = leaving ?? {};
  return (
    <Section title={t('leave.end')} text={t('leave.endText')}>
      <ProblemAlert error={query.error ?? ask.error ?? approve.error} />
      {query.isPending && <Skeleton h={60} />}
      {leaving !== undefined && (
        <Stack gap="sm" align="flex-start">
          {leaving.askedAt === undefined && <ConfirmButton size="sm" question={t('leave.askQuestion')} confirm={t('leave.ask')} loading={ask.isPending} onConfirm={() => ask.mutate()}>{t('leave.ask')}</ConfirmButton>}
          {leaving.askedAt !== undefined && leaving.erasedAt === undefined && (
            <>
              <Verdict tone="waiting" title={t('leave.asked', { name: leaving.askedBy ?? '', at: dateTime(leaving.askedAt) })} live><Text size="sm">{t('leave.second')}</Text></Verdict>
              <ConfirmButton size="sm" color="red" question={t('leave.approveQuestion')} confirm={t('leave.approve')} loading={approve.isPending} onConfirm={() => approve.mutate()}>{t('leave.approve')}</ConfirmButton>
            </>
          )}
          {leaving.erasedAt !== undefined && (
            <Verdict tone="plain" title={t('leave.gone', { at: dateTime(leaving.erasedAt) })} live>
              {leaving.backupsUntil !== undefined && <Text size="sm">{t('leave.backups', { at: date(leaving.backupsUntil) })}</Text>}
              {certificate !== undefined && <Button mt="xs" size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={() => saveText(`deletion-${leaving.codeName}.note`, certificate)}>{t('leave.certificate')}</Button>}
            </Verdict>
          )}
        </Stack>
      )}
    </Section>
  );
}
