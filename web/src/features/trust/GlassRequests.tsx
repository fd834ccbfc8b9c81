import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import type { GlassSummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { TextLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { decideGlass, setGlassPolicy } from './api/decideGlass';
import { glassQuery } from './api/glassQuery';
import { Section } from './Section';
import classes from './Trust.module.css';

/** Emergency access: two people here say yes or nobody gets in, and afterwards a report says what was read. */
export function GlassRequests({ onlyOpen = false }: { onlyOpen?: boolean }) {
  const { t } = useTranslation('trust');
  const me = useMe();
  const queries = useQueryClient();
  const mayDecide = may(me, 'manageTrust');
  const query = useQuery({ ...glassQuery(), enabled: mayDecide });
  const refresh = () => void queries.invalidateQueries({ queryKey: glassQuery().queryKey });
  const policy = useMutation({ mutationFn: (allowed: boolean) => setGlassPolicy({ allowed }), onSettled: refresh });
  const requests = (query.data?.requests ?? []).filter((glass) => !onlyOpen || isUnderWay(glass));
  if (!mayDecide || (onlyOpen && requests.length === 0)) return null;
  return (
    <Section
      title={t('glass.title')} text={t('glass.text')}
      actions={!onlyOpen && query.data !== undefined && (query.data.allowed
        ? <ConfirmButton question={t('glass.neverQuestion')} confirm={t('glass.never')} loading={policy.isPending} onConfirm={() => policy.mutate(false)}>{t('glass.never')}</ConfirmButton>
        : <Button size="xs" variant="default" loading={policy.isPending} onClick={() => policy.mutate(true)}>{t('glass.allow')}</Button>)}
    >
      <ProblemAlert error={query.error ?? policy.error} />
      {query.data?.allowed === false && <Text size="sm" mb="xs">{t('glass.isNever')}</Text>}
      {query.isSuccess && requests.length === 0 && <Text size="sm" c="dimmed">{t('glass.none')}</Text>}
      {requests.length > 0 && <ul className={classes.list}>{requests.map((glass) => <Glass key={glass.id} glass={glass} onDecided={refresh} />)}</ul>}
    </Section>
  );
}

const isUnderWay = ({ state }: GlassSummary) => state === 'asked' || state === 'approved' || state === 'open';

function Glass({ glass, onDecided }: { glass: GlassSummary; onDecided: () => void }) {
  const { t } = useTranslation('trust');
  const { ago, dateTime, duration, list } = useFormats();
  const me = useMe();
  const decide = useMutation({ mutationFn: decideGlass, onSettled: onDecided });
  const hasApproved = glass.approvals.some((approval) => approval.person === me.person);
  return (
    <li>
      <span className={classes.grow}>
        <strong>{t(`glass.state.${glass.state}`)}</strong> <small>{t('glass.asked', { name: glass.requestedBy, ago: ago(glass.requestedAt) })}</small><br />
        {t(`glass.reason.${glass.reason}`)} <small>({glass.ticket}) · {t('glass.for', { time: duration(glass.minutes * 60) })} · </small>
        <TextLink size="xs" underline="always" to="/projects/$project" params={{ project: glass.project }}>{t('glass.project')}</TextLink>
        {glass.approvals.length > 0 && <><br /><small>{t('glass.approvedBy', { names: list(glass.approvals.map((a) => a.name)) })}</small></>}
        {glass.openedAt !== undefined && <><br /><small><Report glass={glass} /></small></>}
        {glass.state === 'open' && glass.endsAt !== undefined && <><br /><small>{t('glass.ends', { at: dateTime(glass.endsAt) })}</small></>}
        <ProblemAlert error={decide.error} />
      </span>
      {isUnderWay(glass) && (
        <Group gap="xs">
          {glass.state === 'asked' && (hasApproved ? <Text size="sm" c="dimmed">{t('glass.second')}</Text>
            : <ConfirmButton question={t('glass.approveQuestion')} confirm={t('glass.approve')} loading={decide.isPending} onConfirm={() => decide.mutate({ glass: glass.id, approve: true })}>{t('glass.approve')}</ConfirmButton>)}
          <Button size="xs" variant="default" onClick={() => decide.mutate({ glass: glass.id, approve: false })}>{t(glass.state === 'open' ? 'glass.stop' : 'glass.refuse')}</Button>
        </Group>
      )}
    </li>
  );
}

/** What was read, as counted with the entries of the log. */
function Report({ glass }: { glass: GlassSummary }) {
  const { t } = useTranslation('trust');
  const { dateTime } = useFormats();
  if (glass.firstReadAt === undefined || glass.lastReadAt === undefined) return <>{t('glass.readNothing')}</>;
  return <>{t('glass.read', { count: glass.reads, first: dateTime(glass.firstReadAt), last: dateTime(glass.lastReadAt) })}</>;
}
