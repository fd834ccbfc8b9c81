import { Button, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { projectsQuery } from '../../lib/api/projectsQuery';
import type { CustodySummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { custodyQuery } from './api/custodyQuery';
import { restoreKeys, revokeKeys } from './api/withholdKeys';
import { MoveCustody } from './MoveCustody';
import { Rotations } from './Rotations';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';

/** The customer's keys: who holds them, and taking them away and giving them back. */
export function CustodyPage() {
  const { t } = useTranslation('trust');
  const query = useQuery(custodyQuery());
  const projects = useInfiniteQuery({ ...projectsQuery(), enabled: query.data?.state === 'available', retry: false });
  const names = new Map((projects.data?.pages ?? []).flatMap((page) => page.items.map((p) => [p.id, p.name] as const)));
  return (
    <>
      <PageHeader title={t('keys.title')} description={t('keys.text')} />
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Skeleton h={240} />}
      {query.data !== undefined && (
        <Stack gap="xl">
          <State custody={query.data} />
          <KeysTable custody={query.data} names={names} />
          <Rotations custody={query.data} names={names} />
          <MoveCustody custody={query.data} />
        </Stack>
      )}
    </>
  );
}

function State({ custody }: { custody: CustodySummary }) {
  const { t } = useTranslation('trust');
  const { ago, dateTime } = useFormats();
  const queries = useQueryClient();
  const onSettled = () => void queries.invalidateQueries();
  const revoke = useMutation({ mutationFn: revokeKeys, onSettled });
  const restore = useMutation({ mutationFn: restoreKeys, onSettled });
  // The server's own key is a file or a variable of its own: there is nobody to ask and nothing to drop.
  const isOurs = custody.custodian.kind === 'installation';
  return (
    <Stack gap="sm">
      <Verdict tone={custody.state === 'available' ? 'good' : custody.state === 'revoked' ? 'waiting' : 'bad'} title={t(`keys.state.${custody.state}`)} live>
        <Text size="sm">{t(`keys.stateText.${custody.state}`)}</Text>
        {custody.revokedBy === 'agent' && <Text size="sm">{t('keys.byAgent')}</Text>}
        {custody.state === 'unreachable' && custody.detail !== undefined && <Text size="sm">{custody.detail}</Text>}
        <Text size="xs" c="dimmed">{t('keys.since', { ago: ago(custody.since) })} ({dateTime(custody.since)})</Text>
      </Verdict>
      <ProblemAlert error={revoke.error ?? restore.error} />
      <div>
        {custody.state === 'revoked'
          ? <Button loading={restore.isPending} onClick={() => restore.mutate({})}>{t('keys.restore')}</Button>
          : <ConfirmButton size="sm" question={t('keys.revokeQuestion')} confirm={t('keys.revoke')} loading={revoke.isPending} onConfirm={() => revoke.mutate({})}>{t('keys.revoke')}</ConfirmButton>}
      </div>
      <dl className={classes.facts}>
        <div><dt>{t('keys.custodian')}</dt><dd>{t(`keys.custodianKind.${custody.custodian.kind}`)}{custody.custodian.kind !== 'installation' && <small>{custody.custodian.kind === 'agent' ? custody.custodian.address : custody.custodian.keyId}</small>}</dd></div>
        <div><dt>{t('keys.ttl')}</dt><dd>{isOurs ? t('keys.ttlKept') : custody.ttlSeconds === 0 ? t('keys.ttlAlways') : t('keys.ttlValue', { count: custody.ttlSeconds })}{custody.unlockedUntil !== undefined && <small>{t('keys.unlockedUntil', { at: dateTime(custody.unlockedUntil) })}</small>}</dd></div>
        <div><dt>{t('keys.background')}</dt><dd>{t(isOurs ? 'keys.backgroundKept' : custody.background ? 'keys.backgroundYes' : 'keys.backgroundNo')}</dd></div>
      </dl>
    </Stack>
  );
}

const keyStates = ['pending', 'active', 'decrypt_only', 'revoked', 'destroyed'] as const;
const purposes = ['root', 'compartment'] as const;

function KeysTable({ custody, names }: { custody: CustodySummary; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('trust');
  const { date } = useFormats();
  const queries = useQueryClient();
  const onSettled = () => void queries.invalidateQueries();
  const revoke = useMutation({ mutationFn: revokeKeys, onSettled });
  const restore = useMutation({ mutationFn: restoreKeys, onSettled });
  return (
    <Section title={t('keys.list')} text={t('keys.listText')}>
      <ProblemAlert error={revoke.error ?? restore.error} />
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('keys.number')}</Table.Th><Table.Th>{t('keys.for')}</Table.Th><Table.Th>{t('keys.stateTitle')}</Table.Th><Table.Th>{t('keys.kcv')}</Table.Th><Table.Th>{t('keys.made')}</Table.Th><Table.Th aria-label={t('keys.actions')} /></Table.Tr></Table.Thead>
          <Table.Tbody>
            {custody.keys.map(({ number, project, purpose, state, checkValue, createdAt }) => {
              const [known, of] = [keyStates.find((k) => k === state), purposes.find((p) => p === purpose)];
              return (
                <Table.Tr key={number}>
                  <Table.Td>{number}</Table.Td>
                  <Table.Td>{project === undefined ? (of === undefined ? purpose : t(`keys.purpose.${of}`)) : names.get(project) ?? <span className={classes.code}>{project}</span>}</Table.Td>
                  <Table.Td>{known === undefined ? state : t(`keys.keyState.${known}`)}</Table.Td>
                  <Table.Td><span className={classes.code}>{checkValue}</span></Table.Td>
                  <Table.Td>{date(createdAt)}</Table.Td>
                  <Table.Td align="right">
                    {project !== undefined && custody.state !== 'revoked' && (state === 'revoked'
                      ? <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate({ project })}>{t('keys.restoreOne')}</Button>
                      : state === 'active' && <ConfirmButton question={t('keys.revokeOneQuestion')} confirm={t('keys.revokeOne')} onConfirm={() => revoke.mutate({ project })}>{t('keys.revokeOne')}</ConfirmButton>)}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
