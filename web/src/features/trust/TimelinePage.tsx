import { ActionIcon, Button, Group, SegmentedControl, Select, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconEye, IconReceipt } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { LoggedEntry } from '../../lib/contracts';
import { EmptyState } from '../../ui/EmptyState';
import { TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { logEntriesQuery } from './api/logEntriesQuery';
import { logPeopleQuery } from './api/logPeopleQuery';
import { receiptUrl } from './api/receiptUrl';
import { isGrave, runsOf } from './runsOf';
import classes from './Trust.module.css';
import { entryTypes, useEntryWord } from './words';

/** Who saw what, when and why: the access log, newest first. */
export function TimelinePage() {
  const { t } = useTranslation(['trust', 'common']);
  const { day } = useFormats();
  const navigate = useNavigate();
  const filter = useSearch({ from: '/signed-in/shell/trust/seen' });
  const people = useQuery(logPeopleQuery());
  const query = useInfiniteQuery(logEntriesQuery(filter));
  const word = useEntryWord();
  const change = (next: { person?: string | undefined; type?: string | undefined; all?: boolean | undefined }) => void navigate({ to: '/trust/seen', search: { ...filter, ...next }, replace: true });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const days = groupByDay(entries);
  return (
    <>
      <PageHeader title={t('seen.title')} description={t('seen.text')} />
      <Group gap="sm" mb="md" align="flex-end">
        <Select
          label={t('seen.person')} placeholder={t('seen.everybody')} w={240} maw="100%" clearable searchable value={filter.person ?? null} onChange={(person) => change({ person: person ?? undefined })}
          data={unique(people.data ?? []).map(({ person, name }) => ({ value: person, label: name }))}
        />
        <Select
          label={t('seen.type')} placeholder={t('seen.everything')} w={240} maw="100%" clearable searchable value={filter.type ?? null} onChange={(type) => change({ type: type ?? undefined })}
          data={entryTypes.map((type) => ({ value: type.replaceAll('_', '.'), label: word(type) }))}
        />
        {filter.type === undefined && (
          <SegmentedControl
            aria-label={t('seen.show')} value={filter.all === true ? 'all' : 'content'} onChange={(show) => change({ all: show === 'all' ? true : undefined })}
            data={[{ value: 'content', label: t('seen.contentOnly') }, { value: 'all', label: t('seen.all') }]}
          />
        )}
      </Group>
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isPending && <Skeleton h={240} />}
      {query.isSuccess && entries.length === 0 && <EmptyState icon={<IconEye size={30} stroke={1.5} />} title={t('seen.nothing')}>{t('seen.nothingText')}</EmptyState>}
      {days.map(([date, ofDay]) => (
        <section key={date} aria-label={day(date)}>
          <h2 className={classes.day}>{day(date)}</h2>
          <ol className={classes.timeline}>{runsOf(ofDay).map((run) => run.length === 1 ? <Entry key={run[0]!.index} entry={run[0]!} /> : <Run key={run[0]!.index} entries={run} />)}</ol>
        </section>
      ))}
      {query.hasNextPage && <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('common:loadMore')}</Button>}
    </>
  );
}

function useActorName(): (entry: LoggedEntry) => string {
  const { t } = useTranslation('trust');
  return ({ name, actor }) => name ?? (actor === undefined ? t('seen.theServer') : t('seen.formerMember', { actor: actor.slice(0, 8) }));
}

/** Entries that say the same, newest first: one line until somebody wants each. */
function Run({ entries }: { entries: readonly LoggedEntry[] }) {
  const { t } = useTranslation('trust');
  const { dateTime, time } = useFormats();
  const word = useEntryWord();
  const actorName = useActorName();
  const [opened, setOpened] = useState(false);
  const [newest, oldest] = [entries[0]!, entries.at(-1)!];
  const [to, from] = [time(newest.at), time(oldest.at)];
  const Chevron = opened ? IconChevronUp : IconChevronDown;
  return (
    <>
      <li>
        <time dateTime={newest.at} title={`${dateTime(oldest.at)} – ${dateTime(newest.at)}`}>{from === to ? to : `${from} – ${to}`}</time>
        <span className={classes.who}>{actorName(newest)}</span>
        <span className={classes.what}>
          {word(newest.type)} <span className={classes.times}>· {t('seen.times', { count: entries.length })}</span>
          {newest.project !== undefined && <> · <TextLink size="sm" underline="always" to="/projects/$project" params={{ project: newest.project }}>{t('seen.project')}</TextLink></>}
          {newest.objectName !== undefined && <>: {newest.objectName}</>}
          {newest.decision !== undefined && <Text span size="xs" c="dimmed"> · {newest.decision}</Text>}
          <span className={classes.why}>{[newest.purpose, newest.role].filter(Boolean).join(' · ')}</span>
        </span>
        <ActionIcon className={classes.receipt} aria-expanded={opened} aria-label={t('seen.each', { count: entries.length })} onClick={() => setOpened(!opened)}><Chevron size={16} stroke={1.6} /></ActionIcon>
      </li>
      {opened && entries.map((entry) => <Entry key={entry.index} entry={entry} isOfRun />)}
    </>
  );
}

function Entry({ entry, isOfRun = false }: { entry: LoggedEntry; isOfRun?: boolean }) {
  const { t } = useTranslation('trust');
  const { dateTime, time, number, bytes } = useFormats();
  const word = useEntryWord();
  const actorName = useActorName();
  return (
    <li data-of-run={isOfRun || undefined}>
      <time dateTime={entry.at} title={dateTime(entry.at)}>{time(entry.at)}</time>
      <span className={classes.who}>{actorName(entry)}</span>
      <span className={classes.what}>
        <span className={isGrave(entry) ? classes.grave : undefined}>{word(entry.type)}</span>
        {entry.project !== undefined && entry.object?.startsWith('tsk_') === true
          ? <> · <TextLink size="sm" underline="always" to="/projects/$project/tasks/$task" params={{ project: entry.project, task: entry.object }}>{t('seen.task')}</TextLink></>
          : entry.project !== undefined && <> · <TextLink size="sm" underline="always" to="/projects/$project" params={{ project: entry.project }}>{t('seen.project')}</TextLink></>}
        {entry.objectName !== undefined && <>: {entry.objectName}</>}
        {entry.decision !== undefined && <Text span size="xs" c="dimmed"> · {entry.decision}</Text>}
        {entry.bytes !== undefined && <Text span size="xs" c="dimmed"> · {bytes(entry.bytes)}</Text>}
        <span className={classes.why}>{[entry.purpose, entry.role, t('seen.place', { index: number(entry.index) })].filter(Boolean).join(' · ')}</span>
      </span>
      <Tooltip label={t('seen.receipt')}>
        <ActionIcon className={classes.receipt} component="a" href={receiptUrl(entry.index)} download={`entry-${entry.index}.tlog-proof`} aria-label={t('seen.receiptOf', { index: number(entry.index) })}><IconReceipt size={16} stroke={1.6} /></ActionIcon>
      </Tooltip>
    </li>
  );
}

function groupByDay(entries: readonly LoggedEntry[]): [string, LoggedEntry[]][] {
  const days = new Map<string, LoggedEntry[]>();
  for (const entry of entries) {
    const key = new Date(entry.at).toDateString();
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  return [...days.values()].map((ofDay) => [ofDay[0]!.at, ofDay]);
}

/** A person has several pseudonyms when the log's key was changed. */
const unique = <P extends { person: string }>(people: readonly P[]): P[] => [...new Map(people.map((p) => [p.person, p])).values()];
