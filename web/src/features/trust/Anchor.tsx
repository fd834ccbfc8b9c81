import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { isProblem } from '../../lib/problem';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { anchorQuery } from './api/anchorQuery';
import { logQuery } from './api/logQuery';
import { Section } from './Section';
import { Verdict } from './Verdict';
import { checkAnchor } from './verify/checkAnchor';
import { remembered } from './verify/device';
import { useDoubtText } from './words';

/** That the log is part of the log of logs, which outside witnesses see without learning how much happens here. Checked in this browser. */
export function Anchor() {
  const { t } = useTranslation('trust');
  const { number, ago } = useFormats();
  const doubtText = useDoubtText();
  const log = useQuery(logQuery());
  const query = useQuery(anchorQuery());
  const notYet = isProblem(query.error) && query.error.status === 404;
  const verdict = query.data === undefined || log.data === undefined ? undefined : checkAnchor(query.data, remembered(log.data.origin)?.key ?? log.data.key);
  return (
    <Section title={t('anchor.title')} text={t('anchor.text')}>
      {notYet ? <Text size="sm" c="dimmed">{t('anchor.none')}</Text> : <ProblemAlert error={query.error} />}
      {verdict?.kind === 'good' && query.data !== undefined && (
        <Verdict tone="good" title={t('anchor.good', { size: number(verdict.size), index: number(verdict.index), of: number(verdict.of) })}><Text size="sm" c="dimmed">{t('anchor.at', { ago: ago(query.data.at) })}</Text></Verdict>
      )}
      {verdict?.kind === 'doubt' && <Verdict tone="bad" title={t('anchor.bad')}><Text size="sm">{doubtText(verdict.doubt)}</Text></Verdict>}
    </Section>
  );
}
