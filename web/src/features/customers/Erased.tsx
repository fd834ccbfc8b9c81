import { Button, Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { Section } from '../trust/Section';
import classes from '../trust/Trust.module.css';
import { erasedQuery } from './api/erasedQuery';
import { holdErased } from './api/erasePerson';

/** What the wall still keeps of accounts that were erased, and until when. */
export function Erased() {
  const { t } = useTranslation('customers');
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(erasedQuery());
  const hold = useMutation({ mutationFn: holdErased, onSettled: () => void queries.invalidateQueries({ queryKey: erasedQuery().queryKey }) });
  if (query.data?.length === 0) return null;
  return (
    <Section title={t('erased.title')} text={t('erased.text')}>
      <ProblemAlert error={query.error ?? hold.error} />
      {query.isPending && <Skeleton h={60} />}
      <ul className={classes.list}>
        {query.data?.map((erased) => (
          <li key={erased.person}>
            <span className={classes.grow}>
              <Text component="span" size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>{erased.person}</Text><br />
              <small>
                {t('erased.at', { at: dateTime(erased.erasedAt) })} · {erased.isHeld ? t('erased.held') : erased.keptUntil === undefined ? t('erased.noEnd') : t('erased.until', { at: dateTime(erased.keptUntil) })}
              </small>
            </span>
            <Button size="xs" variant="default" loading={hold.isPending && hold.variables.person === erased.person} onClick={() => hold.mutate({ person: erased.person, held: !erased.isHeld })}>{t(erased.isHeld ? 'erased.release' : 'erased.hold')}</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
