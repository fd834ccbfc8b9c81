import { Button, Progress, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { projectsQuery } from '../../lib/api/projectsQuery';
import type { CustodySummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { custodyQuery } from './api/custodyQuery';
import { rotateKeys } from './api/rotateKeys';
import { rotationsQuery } from './api/rotationsQuery';
import { restoreKeys, revokeKeys } from './api/withholdKeys';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';

/** The customer's keys: who holds them, and taking them away and giving them back. */
export function CustodyPage() {
  const { t } = useTranslation('trust');
  const query = useQuery(custodyQuery());
  return (
    <>
      <PageHeader title={t('keys.title')} description={t('keys.text')} />
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Skeleton h={240} />}
      {query.data !== undefined && (
        <Stack gap="xl">
          <State custody={query.data} />
          <KeysTable custody={query.data} />
          <Rotations />
        </Stack>
      )}
    </>
  );
}

function State({ custody }: { custody: CustodySummary }) {
  const { t } = useTranslation('trust');
  const { ago, dateTime } = useFormats();
  const queries = useQueryClient();
  const withheld = custody.state === 'withheld';
  const onSettled = () => void queries.invalidateQueries();
  const revoke = useMutation({ mutationFn: revokeKeys, onSettled });
  const restore = useMutation({ mutationFn: restoreKeys, onSettled });
  return (
    <Stack gap="sm">
      <Verdict tone={custody.state === 'available' ? 'good' : custody.state === 'withheld' ? 'waiting' : 'bad'} title={t(`keys.state.${custody.state}`)} live>
        <Text size="sm">{t(`keys.stateText.${custody.state}`)}</Text>
        <Text size="xs" c="dimmed">{t('keys.since', { ago: ago(custody.since) })} ({dateTime(custody.since)})</Text>
      </Verdict>
      <ProblemAlert error={revoke.error ?? restore.error} />
      <div>
        {withheld
          ? <Button loading={restore.isPending} onClick={() => restore.mutate({})}>{t('keys.restore')}</Button>
          : <ConfirmButton size="sm" question={t('keys.revokeQuestion')} confirm={t('keys.revoke')} loading={revoke.isPending} onConfirm={() => revoke.mutate({})}>{t('keys.revoke')}</ConfirmButton>}
      </div>
      <dl className={classes.facts}>
        <div><dt>{t('keys.custodian')}</dt><dd>{custody.custodian}</dd></div>
        <div><dt>{t('keys.ttl')}</dt><dd>{t('keys.ttlValue', { count: custody.ttlSeconds })}</dd></div>
      </dl>
    </Stack>
  );
}

function KeysTable({ custody }: { custody: CustodySummary }) {
  const { t } = useTranslation('trust');
  const queries = useQueryClient();
  const projects = useInfiniteQuery({ ...projectsQuery(), enabled: custody.state === 'available', retry: false });
  const names = new Map((projects.data?.pages ?? []).flatMap((page) => page.items.map((p) => [p.id, p.name] as const)));
  const onSettled = () => void queries.invalidateQueries();
  const revoke = useMutation({ mutationFn: revokeKeys, onSettled });
  const restore = useMutation({ mutationFn: restoreKeys, onSettled });
  return (
    <Section title={t('keys.list')} text={t('keys.listText')}>
      <ProblemAlert error={revoke.error ?? restore.error} />
      <Table.ScrollContainer minWidth={600}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('keys.number')}</Table.Th><Table.Th>{t('keys.for')}</Table.Th><Table.Th>{t('keys.stateTitle')}</Table.Th><Table.Th>{t('keys.kcv')}</Table.Th><Table.Th aria-label={t('keys.actions')} /></Table.Tr></Table.Thead>
          <Table.Tbody>
            {custody.keys.map((key) => (
              <Table.Tr key={`${key.project ?? ''}${key.number}`}>
                <Table.Td>{key.number}</Table.Td>
                <Table.Td>{key.project === undefined ? t('keys.all') : names.get(key.project) ?? <span className={classes.code}>{key.project}</span>}</Table.Td>
                <Table.Td>{keyStates.includes(key.state as KeyState) ? t(`keys.keyState.${key.state as KeyState}`) : key.state}</Table.Td>
                <Table.Td><span className={classes.code}>{key.kcv}</span></Table.Td>
                <Table.Td align="right">
                  {key.project !== undefined && custody.state === 'available' && (key.state === 'withheld'
                    ? <Button size="xs" variant="default" onClick={() => restore.mutate({ project: key.project })}>{t('keys.restoreOne')}</Button>
                    : key.state === 'active' && <ConfirmButton question={t('keys.revokeOneQuestion')} confirm={t('keys.revokeOne')} onConfirm={() => revoke.mutate({ project: key.project })}>{t('keys.revokeOne')}</ConfirmButton>)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

const keyStates = ['active', 'retired', 'withheld', 'destroyed'] as const;
type KeyState = (typeof keyStates)[number];
const levels = ['outer', 'root', 'project'] as const;

function Rotations() {
  const { t } = useTranslation('trust');
  const { ago, number } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(rotationsQuery());
  const [level, setLevel] = useState<(typeof levels)[number]>('root');
  const rotate = useMutation({ mutationFn: rotateKeys, onSettled: () => void queries.invalidateQueries({ queryKey: ['custody'] }) });
  return (
    <Section title={t('rotation.title')} text={t('rotation.text')}>
      <ProblemAlert error={query.error ?? rotate.error} />
      <div className={classes.drop} style={{ borderStyle: 'solid' }}>
        <Select
          aria-label={t('rotation.level')} w={280} maw="100%" allowDeselect={false} value={level} onChange={(next) => setLevel(levels.find((l) => l === next) ?? 'root')}
          data={levels.map((l) => ({ value: l, label: t(`rotation.levels.${l}`) }))}
        />
        <span>{t(`rotation.hint.${level}`)}</span>
        <Button variant="default" size="xs" loading={rotate.isPending} onClick={() => rotate.mutate({ level })}>{t('rotation.start')}</Button>
      </div>
      {query.data !== undefined && query.data.length > 0 && (
        <ul className={classes.list} style={{ marginBlockStart: 12 }}>
          {query.data.map((rotation) => (
            <li key={rotation.id}>
              <span className={classes.grow}>
                <strong>{levels.includes(rotation.level as 'root') ? t(`rotation.levels.${rotation.level as 'root'}`) : rotation.level}</strong> <small>{ago(rotation.startedAt)}</small><br />
                <small>{rotation.state === 'running' ? t('rotation.running', { done: number(rotation.done), total: number(rotation.total) }) : rotation.state === 'done' ? t('rotation.done') : rotation.problem}</small>
                {rotation.state === 'running' && <Progress mt={4} size="sm" value={rotation.total === 0 ? 0 : (rotation.done / rotation.total) * 100} aria-label={t('rotation.title')} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
