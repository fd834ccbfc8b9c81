import { Button, Group, SegmentedControl, Skeleton, Switch, Text, TextInput } from '@mantine/core';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { assetUrl } from '../../lib/api/assetUrl';
import { ontologyQuery } from '../../lib/api/ontologyQuery';
import { projectQuery } from '../../lib/api/projectQuery';
import type { AuditedTask, AuditError, AuditQueue, ProjectDetail } from '../../lib/contracts';
import { remove, path } from '../../lib/http';
import { Keycaps } from '../../ui/Keycap';
import { TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { AnnotationViewer } from '../../workbench/AnnotationViewer';
import { AcceptanceBadge } from './AcceptanceBadge';
import { auditTask } from './api/acceptances';
import { auditQueueQuery } from './api/auditQueueQuery';
import { drawnTaskQuery } from './api/drawnTaskQuery';
import { kindName } from './kindName';
import classes from './Quality.module.css';

const ahead = 3;

/** One drawn task after the other: right or wrong by one key. The next is on the screen at once, and the server keeps each finding by itself. */
export function AuditPage() {
  const { t } = useTranslation('quality');
  const { number: format } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const { project, number } = useParams({ from: '/signed-in/shell/audit/$project/$number' });
  const definition = useQuery(projectQuery(project)).data;
  const queue = useQuery(auditQueueQuery(project, number));
  const [sent, setSent] = useState<readonly string[]>([]);
  const [error, setError] = useState<unknown>();
  // Findings leave one after the other, so that what is undone has arrived.
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = (queue.data?.tasks ?? []).filter((task) => !sent.includes(task));
  const tasks = useQueries({ queries: waiting.slice(0, ahead).map((task) => drawnTaskQuery(project, number, task)) });
  const progress = queue.data?.progress;
  const change = (next: (old: AuditQueue) => AuditQueue) => queries.setQueryData(auditQueueQuery(project, number).queryKey, (old) => (old === undefined ? old : next(old)));

  const decide = (task: AuditedTask, errors: AuditError[]) => {
    setError(undefined);
    setSent((old) => [...old, task.task]);
    line.current = line.current.then(async () => {
      try {
        const now = await auditTask(project, number, task.task, { digest: task.digest, errors });
        change((old) => ({ ...old, progress: now, waiting: old.waiting - 1 }));
        if (waiting.length <= ahead) await queries.invalidateQueries({ queryKey: auditQueueQuery(project, number).queryKey });
        void queries.invalidateQueries({ queryKey: ['project', project, 'acceptances'] });
      } catch (cause) {
        setError(cause);
        setSent((old) => old.filter((one) => one !== task.task));
        await queries.invalidateQueries({ queryKey: ['audit', project, number] });
      }
    });
  };
  const last = sent.at(-1);
  const undo = () => {
    if (last === undefined) return;
    setError(undefined);
    line.current = line.current.then(async () => {
      try {
        await remove(path`/projects/${project}/acceptances/${number}/items/${last}`);
        await queries.invalidateQueries({ queryKey: auditQueueQuery(project, number).queryKey });
        change((old) => ({ ...old, tasks: [last, ...old.tasks.filter((task) => task !== last)] }));
        setSent((old) => old.filter((one) => one !== last));
        void queries.invalidateQueries({ queryKey: ['project', project, 'acceptances'] });
      } catch (cause) {
        setError(cause);
      }
    });
  };
  useShortcuts([{ keys: 'u', label: t('audit.undo'), group: t('audit.title'), run: undo }]);
  const first = tasks[0];
  return (
    <>
      <PageHeader
        title={t('audit.title')} description={definition?.name}
        before={may(me, 'seeProgress') && <TextLink to="/projects/$project/quality/acceptances/$number" params={{ project, number }} size="sm" c="dimmed">{t('audit.back')}</TextLink>}
        actions={<Button size="xs" variant="default" disabled={last === undefined} onClick={undo} rightSection={<Keycaps keys="u" />}>{t('audit.undo')}</Button>}
      />
      {progress !== undefined && (
        <Group gap="xs" mb="sm" aria-live="polite">
          <AcceptanceBadge state={progress.state} />
          <Text size="sm">{t('acceptance.progress', { audited: format(progress.audited), sample: format(progress.sampleSize), wrong: format(progress.wrong) })}</Text>
          {progress.stale > 0 && <Text size="sm" c="dimmed">{t('acceptance.stale', { count: progress.stale })}</Text>}
        </Group>
      )}
      <ProblemAlert error={error ?? queue.error} />
      {queue.data !== undefined && waiting.length === 0 && <Text>{t(queue.data.notYours > 0 ? 'audit.notYours' : 'audit.done', { count: queue.data.notYours })}</Text>}
      {first?.isError === true && <ProblemAlert error={first.error} onRetry={() => void first.refetch()} />}
      {definition !== undefined && first?.data !== undefined && <OneTask key={first.data.task + first.data.digest} project={definition} task={first.data} onDecide={decide} />}
      {(queue.isPending || first?.isPending === true) && <Skeleton h={320} />}
    </>
  );
}

const weights = ['1', '0.5', '0.25'] as const;

function OneTask({ project, task, onDecide }: { project: ProjectDetail; task: AuditedTask; onDecide: (task: AuditedTask, errors: AuditError[]) => void }) {
  const { t } = useTranslation('quality');
  const older = useQuery({ ...ontologyQuery(project.id, task.ontologyVersion), enabled: task.ontologyVersion !== project.ontologyVersion });
  const ontology = task.ontologyVersion === project.ontologyVersion ? project.ontology : older.data?.ontology;
  const [isWrong, setWrong] = useState(false);
  const [several, setSeveral] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [weight, setWeight] = useState('1');
  const [note, setNote] = useState('');
  const kinds = [...task.kinds, ...task.otherKinds];
  const errorsOf = (wrong: readonly string[]): AuditError[] => wrong.map((kind) => ({ kind, weight: Number(weight), note: note.trim() === '' ? undefined : note.trim() }));
  const choose = (kind: string | undefined) => {
    if (kind === undefined) return;
    if (!several) onDecide(task, errorsOf([kind]));
    else setChosen((old) => (old.includes(kind) ? old.filter((one) => one !== kind) : [...old, kind]));
  };
  const send = () => { if (chosen.length > 0) onDecide(task, errorsOf(chosen)); };
  const group = t('audit.title');
  useShortcuts([
    { keys: 'r', label: t('audit.right'), group, run: () => onDecide(task, []) },
    { keys: 'w', label: t('audit.wrong'), group, run: () => setWrong(!isWrong) },
    ...(isWrong ? kinds.slice(0, 9).map((kind, i) => ({ keys: String(i + 1), label: kindName(kind), group, run: () => choose(kind) })) : []),
    ...(isWrong && several ? [{ keys: 'enter', label: t('audit.send'), group, run: send }] : []),
  ]);
  return (
    <article className={classes.panel} aria-label={task.name}>
      <Group justify="space-between" mb="sm"><Text fw={600} style={{ overflowWrap: 'anywhere' }}>{task.name}</Text>{task.isChanged && <Text size="sm" c="dimmed">{t('audit.changed')}</Text>}</Group>
      {ontology !== undefined && <AnnotationViewer ontology={ontology} data={task.data} content={task.result} mediaUrl={(asset) => assetUrl(project.id, asset)} />}
      <Group gap="xs" mt="md">
        <Button color="teal" onClick={() => onDecide(task, [])} rightSection={<Keycaps keys="r" />}>{t('audit.right')}</Button>
        <Button variant={isWrong ? 'filled' : 'default'} color="red" aria-expanded={isWrong} onClick={() => setWrong(!isWrong)} rightSection={<Keycaps keys="w" />}>{t('audit.wrong')}</Button>
      </Group>
      {isWrong && (
        <div role="group" aria-label={t('audit.whatIsWrong')} className={classes.wrong}>
          <Text size="sm" fw={500} mb={6}>{t('audit.whatIsWrong')}</Text>
          <Group gap="xs">
            {kinds.map((kind, i) => (
              <Button key={kind} size="xs" variant={chosen.includes(kind) ? 'filled' : 'default'} aria-pressed={several ? chosen.includes(kind) : undefined} onClick={() => choose(kind)} rightSection={i < 9 ? <Keycaps keys={String(i + 1)} /> : undefined}>
                {kindName(kind)}{task.kinds.includes(kind) ? '' : ` (${t('audit.missing')})`}
              </Button>
            ))}
          </Group>
          <Group gap="sm" mt="sm" align="flex-end">
            <div>
              <Text size="xs" mb={2}>{t('audit.weight')}</Text>
              <SegmentedControl size="xs" aria-label={t('audit.weight')} value={weight} onChange={setWeight} data={weights.map((value) => ({ value, label: t(`audit.weights.${value === '1' ? 'full' : value === '0.5' ? 'half' : 'slight'}`) }))} />
            </div>
            <TextInput size="xs" label={t('audit.note')} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} style={{ flex: '1 1 200px' }} />
            <Switch size="sm" label={t('audit.several')} checked={several} onChange={(event) => { setSeveral(event.currentTarget.checked); setChosen([]); }} />
            {several && <Button size="xs" disabled={chosen.length === 0} onClick={send}>{t('audit.send')}</Button>}
          </Group>
          <Text size="xs" c="dimmed" mt="xs">{t('audit.keysHint')}</Text>
        </div>
      )}
    </article>
  );
}
