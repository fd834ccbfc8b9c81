import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { ImportSummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ButtonLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { StateBadge } from '../../ui/states';
import { cancelImport } from './api/cancelImport';
import { finishImport } from './api/finishImport';
import { importQuery } from './api/importQuery';
import classes from './CurrentImport.module.css';
import { DropZone } from './DropZone';
import { Refusals } from './Refusals';
import type { UploadView } from './upload';
import { retryFailed, sendAll, stopUpload, useUpload } from './uploads';

export function CurrentImport({ project, id, onClose }: { project: string; id: string; onClose: () => void }) {
  const { t } = useTranslation('imports');
  const queries = useQueryClient();
  const query = useQuery(importQuery(project, id));
  const upload = useUpload(id);
  const state = query.data?.state;
  const refresh = () => void queries.invalidateQueries({ queryKey: ['project', project] });
  const resume = useMutation({ mutationFn: (files: Parameters<typeof sendAll>[2]) => sendAll(project, id, files, queries) });
  const finish = useMutation({ mutationFn: () => finishImport(project, id), onSuccess: refresh });
  const cancel = useMutation({ mutationFn: () => { stopUpload(id); return cancelImport(project, id); }, onSuccess: refresh });
  // New tasks change what other pages show.
  useEffect(() => {
    if (state === 'done') void queries.invalidateQueries({ queryKey: ['project', project] });
  }, [state, project, queries]);

  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton h={140} />;
  const summary = query.data;
  return (
    <section className={classes.panel} aria-live="polite">
      <Group justify="space-between" gap="xs">
        <Group gap="sm"><Text component="h2" m={0} fw={600} size="md">{summary.batchName ?? t('import')}</Text><StateBadge state={summary.state} /></Group>
        <Button size="xs" variant="subtle" onClick={onClose}>{t('another')}</Button>
      </Group>
      <ProblemAlert error={resume.error ?? finish.error ?? cancel.error} />
      {summary.problem !== undefined && <Text size="sm" c="var(--mantine-color-error)">{summary.problem}</Text>}
      {upload !== undefined && summary.state === 'receiving' && <Sending view={upload} onRetry={() => retryFailed(id)} />}
      {upload === undefined && summary.state === 'receiving' && (
        <DropZone title={t('resume')} hint={t('resumeHint', { count: summary.files })} onFiles={(files) => resume.mutate(files)} />
      )}
      {summary.state === 'running' && <Progress value={100} animated aria-label={t('working')} />}
      <Facts summary={summary} />
      {summary.state === 'receiving' && (
        <Group gap="xs">
          {upload?.state !== 'sending' && <Button size="xs" variant="default" loading={finish.isPending} onClick={() => finish.mutate()}>{t('finishNow')}</Button>}
          <ConfirmButton question={t('cancelQuestion')} confirm={t('cancelImport')} loading={cancel.isPending} onConfirm={() => cancel.mutate()}>{t('cancelImport')}</ConfirmButton>
        </Group>
      )}
      {summary.state === 'done' && summary.tasks > 0 && (
        <Group><ButtonLink to="/projects/$project/tasks" params={{ project }} size="xs" rightSection={<IconArrowRight size={15} />}>{t('seeTasks')}</ButtonLink></Group>
      )}
      {summary.refused > 0 && <Refusals project={project} id={id} />}
    </section>
  );
}

function Sending({ view, onRetry }: { view: UploadView; onRetry: () => void }) {
  const { t } = useTranslation('imports');
  const { number, bytes } = useFormats();
  const share = view.totalBytes === 0 ? 100 : (100 * view.sentBytes) / view.totalBytes;
  return (
    <Stack gap={6}>
      <Progress value={share} aria-label={t('sending')} />
      <Text size="sm">
        {t('sentOf', { sent: number(view.sent), total: number(view.total), sentSize: bytes(view.sentBytes), totalSize: bytes(view.totalBytes) })}
        {view.alreadyThere > 0 && <Text span c="dimmed"> · {t('alreadyThere', { count: view.alreadyThere, number: number(view.alreadyThere) })}</Text>}
      </Text>
      {view.failed.length > 0 && (
        <Group gap="sm">
          <Text size="sm" c="var(--mantine-color-error)">{t('failed', { count: view.failed.length })} {view.failed[0]?.path}: {view.failed[0]?.reason}</Text>
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>{t('retryFailed')}</Button>
        </Group>
      )}
      <ul className={classes.files} aria-hidden="true">
        {view.inFlight.map((path) => <li key={path} data-now>{path}</li>)}
        {view.latest.map((receipt) => <li key={receipt.path}>{receipt.path} <span>{t(`outcome.${receipt.outcome}`)}</span></li>)}
      </ul>
    </Stack>
  );
}

function Facts({ summary }: { summary: ImportSummary }) {
  const { t } = useTranslation('imports');
  const { number } = useFormats();
  return (
    <dl className={classes.facts}>
      {(['files', 'tasks', 'labelsAdded', 'duplicates', 'refused'] as const).map((name) => (
        <div key={name}><dt>{t(`fact.${name}`)}</dt><dd data-bad={(name === 'refused' && summary.refused > 0) || undefined}>{number(summary[name])}</dd></div>
      ))}
    </dl>
  );
}
