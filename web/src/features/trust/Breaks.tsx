import { Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { acknowledgeBreak } from './api/acknowledgeBreak';
import { logQuery } from './api/logQuery';
import { Verdict } from './Verdict';

/** Logs that were closed because entries are gone: on every page of Trust until an administrator has taken note, and with the log for ever. */
export function Breaks({ all = false }: { all?: boolean }) {
  const { t } = useTranslation('trust');
  const { number, dateTime } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const log = useQuery(logQuery());
  const acknowledge = useMutation({ mutationFn: acknowledgeBreak, onSettled: () => void queries.invalidateQueries({ queryKey: logQuery().queryKey }) });
  const shown = (log.data?.breaks ?? []).filter((b) => all === (b.acknowledgedAt !== undefined));
  return (
    <>
      <ProblemAlert error={acknowledge.error} />
      {shown.map((b) => (
        <Verdict key={b.number} tone={b.acknowledgedAt === undefined ? 'bad' : 'plain'} title={b.missing === 0 ? t('break.changed') : t('break.title', { count: b.missing, missing: number(b.missing) })}>
          <Text size="sm">{t('break.text', { at: dateTime(b.at), origin: b.origin, size: number(b.size), kept: number(b.kept), next: b.nextOrigin })}</Text>
          <Text size="sm">{t('break.reason', { reason: b.reason })}</Text>
          {b.acknowledgedAt !== undefined && <Text size="xs" c="dimmed">{t('break.noted', { at: dateTime(b.acknowledgedAt) })}</Text>}
          {b.acknowledgedAt === undefined && may(me, 'manageTrust') && (
            <ConfirmButton size="sm" variant="default" question={t('break.question')} confirm={t('break.note')} onConfirm={() => acknowledge.mutate(b.number)}>{t('break.note')}</ConfirmButton>
          )}
        </Verdict>
      ))}
    </>
  );
}
