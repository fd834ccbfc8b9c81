import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { Anchor } from './Anchor';
import { logQuery } from './api/logQuery';
import { Breaks } from './Breaks';
import { CheckFile } from './CheckFile';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';
import { VerifyPanel } from './VerifyPanel';
import { Witnesses } from './Witnesses';

/** The log itself: its head, and everything with which a customer checks it. */
export function LogPage() {
  const { t } = useTranslation('trust');
  const { number, ago, dateTime } = useFormats();
  const me = useMe();
  const query = useQuery(logQuery());
  const log = query.data;
  return (
    <>
      <PageHeader title={t('log.title')} description={t('log.text')} />
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Skeleton h={240} />}
      {log !== undefined && (
        <Stack gap="xl">
          {log.state === 'rollback' && <Verdict tone="bad" title={t('log.rollback')} live><Text size="sm">{t('log.rollbackText')}</Text></Verdict>}
          <Breaks all />
          <VerifyPanel log={log} />
          <Section title={t('log.head')} text={t('log.headText')}>
            <dl className={classes.facts}>
              <div><dt>{t('log.size')}</dt><dd>{number(log.size)}{log.signedAt !== undefined && <small>{t('log.signed', { ago: ago(log.signedAt) })} ({dateTime(log.signedAt)})</small>}</dd></div>
              <div><dt>{t('log.origin')}</dt><dd className={classes.code}>{log.origin}</dd></div>
              <div><dt>{t('log.root')}</dt><dd className={classes.code}>{log.root ?? t('log.none')}</dd></div>
            </dl>
          </Section>
          <CheckFile log={log} />
          <Witnesses witnesses={log.witnesses} mayChange={may(me, 'manageTrust')} />
          <Anchor />
        </Stack>
      )}
    </>
  );
}
