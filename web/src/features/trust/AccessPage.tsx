import { Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { accessQuery } from './api/accessQuery';
import { custodyQuery } from './api/custodyQuery';
import { logQuery } from './api/logQuery';
import { GlassRequests } from './GlassRequests';
import { Section } from './Section';
import classes from './Trust.module.css';
import { remembered } from './verify/device';

/** Who may see the customer's data now, who has, and whether all is well, at a glance. */
export function AccessPage() {
  const { t } = useTranslation(['trust', 'common']);
  const { date, ago } = useFormats();
  const me = useMe();
  const query = useQuery({ ...accessQuery(), enabled: may(me, 'manageTrust') });
  return (
    <>
      <PageHeader title={t('now.title')} description={t('now.text')} />
      <Stack gap="xl">
        <Glance />
        <GlassRequests onlyOpen />
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isLoading && <Skeleton h={240} />}
        {query.data !== undefined && (
          <>
            <Section title={t('now.may')} text={t(query.data.isOperatorsHouse ? 'now.mayHouse' : 'now.mayText')}>
              <ul className={classes.list}>
                {query.data.now.map((person) => (
                  <li key={person.person}>
                    <span className={classes.grow}><TextLink to="/trust/seen" search={{ person: person.person }} size="sm">{person.displayName}</TextLink></span>
                    <small>{t(!person.mayWork ? 'now.closed' : person.isFirst ? 'now.notYet' : 'now.open')}</small>
                  </li>
                ))}
              </ul>
              {query.data.keys > 0 && <Text size="sm" mt="xs">{t('now.keys', { count: query.data.keys })}</Text>}
              <Text size="sm" c="dimmed" mt="xs" maw={680}>{t(query.data.operatorHasHouse ? 'now.operatorHouse' : 'now.operator')}</Text>
            </Section>
            <Section title={t('now.seen')} text={t('now.seenText')}>
              {query.data.seen.length === 0 ? <Text size="sm" c="dimmed">{t('now.nobody')}</Text> : (
                <Table.ScrollContainer minWidth={420}>
                  <Table>
                    <Table.Thead><Table.Tr><Table.Th>{t('now.person')}</Table.Th><Table.Th>{t('now.first')}</Table.Th><Table.Th>{t('now.last')}</Table.Th></Table.Tr></Table.Thead>
                    <Table.Tbody>
                      {query.data.seen.map((seen) => (
                        <Table.Tr key={seen.pseudonym}>
                          <Table.Td>{seen.displayName ?? <Text size="sm" c="dimmed">{t('seen.formerMember', { actor: seen.pseudonym.slice(0, 8) })}</Text>}</Table.Td>
                          <Table.Td>{date(seen.first)}</Table.Td>
                          <Table.Td>{ago(seen.last)}</Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </Table.ScrollContainer>
              )}
            </Section>
          </>
        )}
      </Stack>
    </>
  );
}

/** Keys, log, verification: each leads to its page. */
function Glance() {
  const { t } = useTranslation(['trust', 'common']);
  const { ago, number } = useFormats();
  const me = useMe();
  const log = useQuery(logQuery());
  const custody = useQuery({ ...custodyQuery(), enabled: may(me, 'manageTrust') });
  const seen = log.data === undefined ? undefined : remembered(log.data.origin)?.seen;
  return (
    <div className={classes.panel}>
      <dl className={classes.facts}>
        {custody.data !== undefined && (
          <div><dt>{t('tab.keys')}</dt><dd><TextLink to="/trust/keys" inherit c="inherit">{t(`keys.state.${custody.data.state}`)}</TextLink><small>{t('keys.since', { ago: ago(custody.data.since) })}</small></dd></div>
        )}
        <div>
          <dt>{t('tab.log')}</dt>
          <dd>
            {log.data === undefined ? <Skeleton h={18} w={120} /> : (
              <><TextLink to="/trust/log" inherit c="inherit">{log.data.state === 'rollback' ? t('log.rollback') : t('now.entries', { count: log.data.size, size: number(log.data.size) })}</TextLink>{log.data.signedAt !== undefined && <small>{t('log.signed', { ago: ago(log.data.signedAt) })}</small>}</>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('now.verified')}</dt>
          <dd><TextLink to="/trust/log" inherit c="inherit">{seen === undefined ? t('common:never') : ago(seen.at)}</TextLink>{seen !== undefined && <small>{t('now.entries', { count: seen.size, size: number(seen.size) })}</small>}</dd>
        </div>
      </dl>
    </div>
  );
}
