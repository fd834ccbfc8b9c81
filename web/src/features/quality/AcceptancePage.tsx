import { Alert, Badge, Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import type { AcceptanceDetail, DrawnTask, DrawnTaskState } from '../../lib/contracts';
import { saveText } from '../../lib/saveText';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { CopyField } from '../../ui/CopyField';
import { ButtonLink, TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { AcceptanceBadge } from './AcceptanceBadge';
import { acceptanceQuery } from './api/acceptanceQuery';
import { certifyAcceptance, withdrawAcceptance } from './api/acceptances';
import { kindName } from './kindName';
import { PassCurve } from './PassCurve';
import classes from './Quality.module.css';

/** One acceptance: the verdict, what was found of each kind, the drawn tasks, and the certificate. */
export function AcceptancePage() {
  const { t } = useTranslation('quality');
  const { number: format } = useFormats();
  const { project, number } = useParams({ from: '/signed-in/shell/projects/$project/quality/acceptances/$number' });
  const query = useQuery(acceptanceQuery(project, number));
  const detail = query.data;
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (detail === undefined) return <Skeleton h={300} />;
  return (
    <>
      <PageHeader
        title={t('acceptance.name', { number: format(detail.summary.number), name: detail.summary.name })}
        before={<TextLink to="/projects/$project/quality" params={{ project }} size="sm" c="dimmed">{t('title')}</TextLink>}
        actions={<Actions project={project} detail={detail} />}
      />
      <Stack gap="xl">
        <Verdict detail={detail} />
        <div className={classes.two}>
          <Kinds detail={detail} />
          <PassCurve chances={detail.chances} />
        </div>
        {detail.summary.progress.state === 'open' && <div><Text size="sm" mb={4}>{t('acceptance.others')}</Text><CopyField label={t('acceptance.address')} value={`${window.location.origin}/audit/${project}/${number}`} /></div>}
        <Sample project={project} sample={detail.sample} />
        <Text size="xs" c="dimmed">{t('acceptance.seed', { seed: detail.seed })}</Text>
      </Stack>
    </>
  );
}

function Verdict({ detail }: { detail: AcceptanceDetail }) {
  const { t } = useTranslation('quality');
  const { number, percent } = useFormats();
  const { summary: { progress, tasks }, demand } = detail;
  const words = { audited: number(progress.audited), sample: number(progress.sampleSize), wrong: number(progress.wrong), most: number(progress.mostWrong), tasks: number(tasks) };
  return (
    <div>
      <Group gap="xs"><AcceptanceBadge state={progress.state} /><Text fw={600}>{t(`acceptance.verdict.${progress.state}`, words)}</Text></Group>
      <Text size="sm" mt={4}>{t('acceptance.planned', words)}</Text>
      {progress.audited > 0 && <Text size="sm" mt={4}>{t('acceptance.bound', { rate: percent(detail.rate, 1), upper: percent(detail.upperRate, 1), confidence: percent(demand.confidence ?? 0.95, 1) })}</Text>}
      {progress.stale > 0 && <Alert color="orange" mt="sm" variant="light">{t('acceptance.stale', { count: progress.stale })}</Alert>}
      {progress.repaired > 0 && <Text size="sm" c="dimmed" mt={4}>{t('acceptance.repaired', { count: progress.repaired })}</Text>}
    </div>
  );
}

function Actions({ project, detail }: { project: string; detail: AcceptanceDetail }) {
  const { t } = useTranslation('quality');
  const me = useMe();
  const queries = useQueryClient();
  const number = String(detail.summary.number);
  const { state } = detail.summary.progress;
  const refresh = () => queries.invalidateQueries({ queryKey: ['project', project, 'acceptances'] });
  const withdraw = useMutation({ mutationFn: () => withdrawAcceptance(project, number), onSuccess: refresh });
  const certify = useMutation({
    mutationFn: () => certifyAcceptance(project, number),
    onSuccess: (made) => { saveText(`acceptance-${number}-${made.at.slice(0, 10)}.note`, made.note); return refresh(); },
  });
  const isCertified = detail.summary.certifiedAt !== undefined;
  if (!may(me, 'steerTasks')) return null;
  return (
    <>
      {!isCertified && state !== 'withdrawn' && detail.summary.progress.audited < detail.summary.progress.sampleSize && (
        <ButtonLink size="xs" to="/audit/$project/$number" params={{ project, number }}>{t('acceptance.audit')}</ButtonLink>
      )}
      {(state === 'accepted' || state === 'refused') && (isCertified
        ? <Button size="xs" variant="default" leftSection={<IconCertificate size={15} />} disabled={certify.isPending} onClick={() => certify.mutate()}>{t('acceptance.certificate')}</Button>
        : <ConfirmButton leftSection={<IconCertificate size={15} />} question={t('acceptance.certifyQuestion')} confirm={t('acceptance.certifyYes')} onConfirm={() => certify.mutate()}>{t('acceptance.certify')}</ConfirmButton>)}
      {!isCertified && state !== 'withdrawn' && <ConfirmButton variant="subtle" color="gray" question={t('acceptance.withdrawQuestion')} confirm={t('acceptance.withdraw')} onConfirm={() => withdraw.mutate()}>{t('acceptance.withdraw')}</ConfirmButton>}
      <ProblemAlert error={withdraw.error ?? certify.error} />
    </>
  );
}

function Kinds({ detail }: { detail: AcceptanceDetail }) {
  const { t } = useTranslation('quality');
  const { number, percent } = useFormats();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{t('acceptance.byKind')}</Title>
      {detail.kinds.length === 0 ? <Text size="sm" c="dimmed">{t('acceptance.nothingYet')}</Text> : (
        <Table.ScrollContainer minWidth={380}>
          <Table verticalSpacing={4}>
            <Table.Thead><Table.Tr><Table.Th>{t('acceptance.kind')}</Table.Th><Table.Th ta="end">{t('acceptance.audited')}</Table.Th><Table.Th ta="end">{t('acceptance.wrong')}</Table.Th><Table.Th>{t('acceptance.atMost')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {detail.kinds.map((kind) => (
                <Table.Tr key={kind.kind}>
                  <Table.Td>{kindName(kind.kind)}</Table.Td>
                  <Table.Td ta="end">{number(kind.audited)}</Table.Td>
                  <Table.Td ta="end">{number(kind.wrong)}</Table.Td>
                  <Table.Td><ErrorInterval rate={kind.rate} upper={kind.upperRate} label={t('acceptance.kindBound', { rate: percent(kind.rate, 1), upper: percent(kind.upperRate, 1) })} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

/** The share of wrong ones as a point, and how high the true share may be. */
function ErrorInterval({ rate, upper, label }: { rate: number; upper: number; label: string }) {
  const { percent } = useFormats();
  return (
    <span className={classes.interval}>
      <svg width={100} height={12} role="img" aria-label={label}>
        <title>{label}</title>
        <rect y={4} width={100} height={4} rx={2} className={classes.track} />
        <rect y={2} width={Math.max(2, upper * 100)} height={8} rx={3} className={classes.range} />
        <rect x={Math.min(97, Math.max(0, rate * 100 - 1.5))} width={3} height={12} rx={1} className={classes.mean} />
      </svg>
      {percent(upper, 1)}
    </span>
  );
}

const colors: Record<DrawnTaskState, string> = { waiting: 'gray', right: 'teal', wrong: 'red', stale: 'orange' };

function Sample({ project, sample }: { project: string; sample: readonly DrawnTask[] }) {
  const { t } = useTranslation('quality');
  const { list } = useFormats();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{t('acceptance.sample')}</Title>
      <ul className={classes.list}>
        {sample.map((drawn) => (
          <li key={drawn.task} className={classes.row}>
            <span className={classes.grow}>
              <TextLink to="/projects/$project/tasks/$task" params={{ project, task: drawn.task }} c="inherit" inherit>{drawn.name}</TextLink>
              {drawn.errors.length > 0 && <Text size="xs" c="dimmed">{list(drawn.errors.map((error) => (error.note === undefined ? kindName(error.kind) : `${kindName(error.kind)}: ${error.note}`)))}</Text>}
            </span>
            {drawn.changes > 0 && <small>{t('acceptance.changed')}</small>}
            {drawn.auditedByName !== undefined && <small>{drawn.auditedByName}</small>}
            <Badge size="sm" variant="light" color={colors[drawn.state]}>{t(`acceptance.taskState.${drawn.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
