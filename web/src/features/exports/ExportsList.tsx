import { Button, Group, Progress, Skeleton, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { ExportSummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { StateBadge } from '../../ui/states';
import { exportContentUrl, exportsQuery } from './api/exportsQuery';
import { removeExport } from './api/removeExport';
import classes from './ExportForm.module.css';

export function ExportsList({ project }: { project: string }) {
  const { t } = useTranslation('exports');
  const queries = useQueryClient();
  const query = useQuery(exportsQuery(project));
  const remove = useMutation({ mutationFn: (id: string) => removeExport(project, id), onSettled: () => void queries.invalidateQueries({ queryKey: exportsQuery(project).queryKey }) });
  return (
    <section aria-labelledby="exports">
      <Title order={2} id="exports" mb="xs">{t('made')}</Title>
      <ProblemAlert error={query.error ?? remove.error} />
      {query.isPending && <Skeleton h={80} />}
      {query.data?.length === 0 && <Text size="sm" c="dimmed">{t('none')}</Text>}
      {query.data !== undefined && query.data.length > 0 && (
        <ul className={classes.list}>{query.data.map((item) => <Item key={item.id} project={project} item={item} onRemove={() => remove.mutate(item.id)} />)}</ul>
      )}
    </section>
  );
}

function Item({ project, item, onRemove }: { project: string; item: ExportSummary; onRemove: () => void }) {
  const { t } = useTranslation(['exports', 'common']);
  const { number, bytes, dateTime } = useFormats();
  return (
    <li className={classes.item}>
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 260px' }}>
          <Group gap="sm"><Text fw={550} style={{ overflowWrap: 'anywhere' }}>{item.fileName}</Text><StateBadge state={item.state} /></Group>
          <Text size="xs" c="dimmed">
            {dateTime(item.createdAt)} · {t(`answer.${item.answers}`)}
            {item.state === 'done' && <> · {t('contents', { tasks: number(item.tasks), annotations: number(item.annotations) })} · {bytes(item.bytes)}</>}
          </Text>
        </div>
        <Group gap="xs">
          {item.state === 'done' && (
            <Button component="a" href={exportContentUrl(project, item.id)} download={item.fileName} size="xs" leftSection={<IconDownload size={15} />} aria-label={t('downloadFile', { name: item.fileName })}>{t('download')}</Button>
          )}
          <ConfirmButton question={t('removeQuestion')} confirm={t('common:delete')} onConfirm={onRemove}>{t('common:delete')}</ConfirmButton>
        </Group>
      </Group>
      {item.state === 'running' && <Progress value={100} animated size="sm" aria-label={t('working')} />}
      {item.problem !== undefined && <Text size="sm" c="var(--mantine-color-error)">{item.problem}</Text>}
      {item.state === 'done' && (item.losses.length === 0
        ? <span className={classes.faithful}><IconCircleCheck size={16} aria-hidden />{t('faithful')}</span>
        : (
          <div className={classes.losses}>
            <Text span size="sm" fw={550}>{t('losses')}</Text>
            <ul>{item.losses.map((loss) => <li key={loss.what + loss.reason}><strong>{number(loss.count)}</strong><span>{loss.what}: <Text span c="dimmed" size="sm">{loss.reason}</Text></span></li>)}</ul>
          </div>
        ))}
    </li>
  );
}
