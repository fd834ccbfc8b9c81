import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { LogSummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { CopyField } from '../../ui/CopyField';
import { logPeopleQuery } from './api/logPeopleQuery';
import { logQuery } from './api/logQuery';
import { Section } from './Section';
import classes from './Trust.module.css';
import { Verdict } from './Verdict';
import { useVerification, type Run } from './verify/useVerification';
import { useDoubtText, useGapText } from './words';

/** Checks the whole log in this browser: with our own program, on the customer's own machine, against what this device saw before. */
export function VerifyPanel({ log }: { log: LogSummary }) {
  const { t } = useTranslation('trust');
  const { number, ago } = useFormats();
  const { run, device, pin, unpin, start, stop } = useVerification(log.origin, '/api/log', log.breaks.map((b) => b.origin));
  const queries = useQueryClient();
  // What was verified is newer than the head that this page shows.
  useEffect(() => { if (run.state === 'good') void queries.invalidateQueries({ queryKey: logQuery().queryKey, exact: true }); }, [run, queries]);
  const isOther = device !== undefined && device.key !== log.key;
  return (
    <Section title={t('verify.title')} text={t('verify.text')}>
      {device === undefined ? (
        <div className={classes.panel}>
          <Stack gap="sm" maw={760}>
            <Text size="sm">{t('verify.pinText')}</Text>
            <CopyField label={t('verify.key')} value={log.key} />
            <Group gap="xs"><Button onClick={() => pin(log.key)}>{t('verify.pin')}</Button></Group>
          </Stack>
        </div>
      ) : (
        <Stack gap="sm">
          {isOther && <Verdict tone="bad" title={t('verify.otherKey')} live><Text size="sm">{t('verify.otherKeyText')}</Text></Verdict>}
          {run.state === 'idle' && !isOther && (
            device.seen === undefined ? <Verdict tone="plain" title={t('verify.never')} />
              : <Verdict tone={log.size < device.seen.size ? 'bad' : 'plain'} title={t('verify.last', { ago: ago(device.seen.at), size: number(device.seen.size) })}>
                <Text size="sm" c="dimmed">{log.size < device.seen.size ? t('verify.shrunk', { size: number(log.size) }) : t('verify.since', { count: log.size - device.seen.size })}</Text>
              </Verdict>
          )}
          <Outcome run={run} />
          <Group gap="xs">
            {run.state === 'running'
              ? <Button variant="default" onClick={stop}>{t('verify.stop')}</Button>
              : <Button leftSection={<IconShieldCheck size={16} />} onClick={() => start(log.witnesses.map((w) => w.key))}>{t('verify.now')}</Button>}
            <ConfirmButton size="sm" variant="subtle" question={t('verify.unpinQuestion')} confirm={t('verify.unpin')} onConfirm={unpin}>{t('verify.unpin')}</ConfirmButton>
          </Group>
          <Text size="xs" c="dimmed">{t('verify.pinned', { ago: ago(device.pinnedAt) })} <span className={classes.code}>{device.key}</span></Text>
        </Stack>
      )}
    </Section>
  );
}

function Outcome({ run }: { run: Run }) {
  const { t } = useTranslation('trust');
  const { number, duration, dateTime } = useFormats();
  const doubtText = useDoubtText();
  const gapText = useGapText();
  switch (run.state) {
    case 'idle': return null;
    case 'running':
      return (
        <div>
          <Text size="sm" mb={6}>{run.of === 0 ? t('verify.asking') : t('verify.progress', { done: number(run.done), of: number(run.of) })}</Text>
          <Progress value={run.of === 0 ? 0 : (run.done / run.of) * 100} size="sm" aria-label={t('verify.title')} />
        </div>
      );
    case 'unreachable':
      return <Verdict tone="waiting" title={t('verify.unreachable')} live><Text size="sm" c="dimmed">{t('verify.unreachableText')}</Text></Verdict>;
    case 'doubt':
      return <Verdict tone="bad" title={t('verify.bad')} live><Text size="sm">{doubtText(run.doubt)}</Text><Text size="sm" mt={4}>{t('verify.badText')}</Text></Verdict>;
    case 'good':
      return (
        <>
          {run.breaks.map((b) => (
            <Verdict key={b.origin} tone="bad" title={b.missing === 0 ? t('break.changed') : t('break.title', { count: b.missing, missing: number(b.missing) })} live>
              <Text size="sm">{t('break.text', { at: dateTime(new Date(b.at)), origin: b.origin, size: number(b.size), kept: number(b.kept), next: b.next })}</Text>
              <Text size="sm">{t('break.reason', { reason: b.reason })}</Text>
              {b.seenAndGone !== undefined && <Text size="sm">{b.seenAndGone === 0 ? t('break.noneGone') : t('break.gone', { count: b.seenAndGone, gone: number(b.seenAndGone) })}</Text>}
            </Verdict>
          ))}
          <Verdict tone="good" title={t('verify.good', { count: run.size, size: number(run.size) })} live>
            <Text size="sm">{run.before === undefined ? t('verify.goodFirst') : t('verify.goodSince', { before: number(run.before) })}</Text>
            {run.cosigned.map(({ name, at }) => <Text key={name} size="sm">{t('verify.cosigned', { name, at: dateTime(new Date(at)) })}</Text>)}
            <Text size="xs" c="dimmed" mt={2}>{t('verify.took', { time: duration(run.ms / 1000) })}</Text>
          </Verdict>
          {run.reading.gapCount > 0 && (
            <Verdict tone="waiting" title={t('verify.gaps', { count: run.reading.gapCount })}>
              <ul style={{ margin: '4px 0 0', paddingInlineStart: 18, fontSize: 13 }}>{run.reading.gaps.slice(0, 12).map((gap, i) => <li key={i}>{gapText(gap)}</li>)}</ul>
            </Verdict>
          )}
          <Timelines run={run} />
        </>
      );
  }
}

/** From the proven entries, not from what the server says of them; only the names are its word. */
function Timelines({ run }: { run: Extract<Run, { state: 'good' }> }) {
  const { t } = useTranslation('trust');
  const { number, dateTime } = useFormats();
  const people = useQuery(logPeopleQuery());
  const names = new Map((people.data ?? []).map((p) => [p.pseudonym, p.name]));
  if (run.reading.timelines.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={550} mt={6}>{t('verify.people')}</Text>
      {/* With roles, because browsers take a table that is laid out as blocks for none. */}
      <Table role="table" className={classes.stacked}>
        <Table.Thead role="rowgroup"><Table.Tr role="row"><Table.Th role="columnheader">{t('verify.who')}</Table.Th><Table.Th role="columnheader" ta="end">{t('verify.reads')}</Table.Th><Table.Th role="columnheader" ta="end">{t('verify.entries')}</Table.Th><Table.Th role="columnheader" ta="end">{t('verify.holds')}</Table.Th><Table.Th role="columnheader">{t('verify.first')}</Table.Th><Table.Th role="columnheader">{t('verify.lastAt')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody role="rowgroup">
          {run.reading.timelines.slice(0, 50).map((line) => (
            <Table.Tr role="row" key={line.actor}>
              <Table.Td role="cell">{names.get(line.actor) ?? <span className={classes.code}>{line.actor}</span>}</Table.Td>
              <Table.Td role="cell" data-label={t('verify.reads')}>{number(line.reads)}</Table.Td><Table.Td role="cell" data-label={t('verify.entries')}>{number(line.entries)}</Table.Td><Table.Td role="cell" data-label={t('verify.holds')}>{number(line.holds)}</Table.Td>
              <Table.Td role="cell" data-label={t('verify.first')}>{dateTime(new Date(line.first))}</Table.Td><Table.Td role="cell" data-label={t('verify.lastAt')}>{dateTime(new Date(line.last))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
