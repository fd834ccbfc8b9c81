import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWithheld } from '../../lib/useWithheld';
import { Signal } from '../../engine/core';
import type { AnnotationContent } from '../../engine/model';
import type { ClaimedTask, ExamOutcome, Receipt } from '../../lib/contracts';
import { apiUrl, path } from '../../lib/http';
import { newId } from '../../lib/ids';
import type { CommentPlace } from '../../workbench/contract';
import { useSignal } from '../../workbench/useSignal';
import { Comments, useComments } from '../../workbench/shell/Comments';
import type { DeskKind } from '../../workbench/shell/desk';
import { Frame, type SideTab } from '../../workbench/shell/Frame';
import { sha256Hex } from '../../workbench/shell/hash';
import { Help } from '../../workbench/shell/Help';
import { useKeyboard, type PageCommand } from '../../workbench/shell/hotkeyHook';
import type { OutboxEntry } from '../../workbench/shell/localStore';
import { holdMs } from '../../workbench/shell/outbox';
import { Markdown } from '../../workbench/shell/Markdown';
import { Palette } from '../../workbench/shell/Palette';
import { finished } from '../../workbench/shell/prepare';
import type { QueueWire } from '../../workbench/shell/queue';
import { Refused } from '../../workbench/shell/Refused';
import { Skip } from '../../workbench/shell/Skip';
import { StatusText } from '../../workbench/shell/StatusText';
import classes from '../../workbench/shell/shell.module.css';
import { claimTask } from './api/claimTask';
import { extendLease } from './api/extendLease';
import { meQuery } from '../../lib/api/meQuery';
import { ontologyQuery } from '../../lib/api/ontologyQuery';
import { projectQuery } from '../../lib/api/projectQuery';
import { recentQuery } from './api/recentQuery';
import { releaseLease } from './api/releaseLease';
import { saveDraft } from './api/saveDraft';
import { ExamResult, hasRegions, LessonBanner, type Lesson } from './Lesson';
import { Instead } from './Instead';
import { useToday } from './today';
import { recentItems, TopBar, type RecentItem } from './TopBar';
import { useDesk } from './useDesk';
import { focusField, showPlace, useSideTab, useTimeFormat } from './useTask';
import { useViewer, type Viewed } from './useViewer';

const trainingHold = { holdMs: (c: ClaimedTask): number => (c.purpose === 'training' ? 0 : holdMs) };
const nobody = { person: '', displayName: '' };
const nothingYet = new Signal();

export interface WorkPageProps { readonly projectId: string; onExit?(): void }

/** The page under its route. */
export function WorkPage() {
  const { project } = useParams({ strict: false });
  const navigate = useNavigate();
  return <Work projectId={project ?? ''} onExit={() => void navigate({ to: '/' })} />;
}

/** Where tasks are answered: one after the other, without waiting and without losing anything. */
export default function Work({ projectId, onExit = () => window.location.assign('/') }: WorkPageProps) {
  const { t } = useTranslation('workbench');
  const { data: me } = useQuery(meQuery());
  const { data: project, error: refusal } = useQuery(projectQuery(projectId));
  const { data: recent } = useQuery(recentQuery(projectId));

  const wire = useMemo((): QueueWire<ClaimedTask> => ({
    claim: (have, signal) => claimTask(projectId, { have: [...have] }, signal),
    heartbeat: ({ lease }) => extendLease(projectId, lease),
    release: ({ lease }) => releaseLease(projectId, lease),
  }), [projectId]);
  const [lesson, setLesson] = useState<Lesson>();
  const [examResult, setExamResult] = useState<ExamOutcome>();
  const kind = useMemo((): DeskKind<ClaimedTask> => ({
    // To learn, one is told at once; then nothing can be taken back.
    ...trainingHold,
    received: (c, answer, reply) => {
      const receipt = reply as Receipt | undefined;
      if (receipt?.training) setLesson({ id: receipt.annotation, claimed: c, answer, feedback: receipt.training });
      if (receipt?.exam) setExamResult(receipt.exam);
    },
    request: (c) => ({
      task: c.task, data: c.data, ontologyVersion: c.ontologyVersion, mode: 'label',
      start: c.rejected ? { content: c.rejected.content, origin: 'rejected' }
        : c.predictions[0] ? { content: c.predictions[0].content, origin: 'prediction' }
        : { content: {}, origin: 'empty' },
    }),
    draftKey: (c) => `task:${projectId}:${c.task}:${c.rejected?.id ?? ''}`,
    serverDraft: (c) => c.draft,
    sendDraft: (c, draft) => saveDraft(projectId, c.task, draft),
  }), [projectId]);
  const desk = useDesk({ name: 'label', person: me?.person, project, wire, kind });
  useSignal(desk?.changes ?? nothingYet);
  // Covered, not closed: what was begun stays in the page and on this device, and goes on when the owner gives it back.
  const isWithheld = useWithheld(projectId);
  useEffect(() => (isWithheld ? () => desk?.refresh() : undefined), [isWithheld, desk]);

  const claimed = isWithheld ? undefined : desk?.current?.claimed;
  const [viewed, setViewed] = useState<Viewed>();
  const viewing = useViewer(viewed);
  const prepared = isWithheld ? undefined : viewed ? viewing : desk?.current?.prepared;

  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const [skipping, setSkipping] = useState(false);
  const [comparing, setComparing] = useState(false);
  const [place, setPlace] = useState<CommentPlace>();
  const [openedComment, setOpenedComment] = useState<string>();
  const [tab, setTab] = useSideTab(undefined);
  const [tabChosen, setTabChosen] = useState(false);
  const formatTime = useTimeFormat();
  const task = claimed?.task;
  useEffect(() => {
    setComparing(false);
    setPlace(undefined);
    setOpenedComment(undefined);
    setSkipping(false);
  }, [task]);

  const chooseTab = (next: string | undefined): void => {
    setTabChosen(true);
    setTab(next);
  };
  const hasInspector = prepared?.plugin.Panels.Inspector !== undefined;
  const firstTab = window.matchMedia('(max-width: 62em)').matches ? undefined : hasInspector ? 'details' : 'instructions';
  const openTab = tabChosen ? tab : firstTab;

  const book = useComments(task, claimed?.comments, me ?? nobody, undefined, {
    add: (c) => claimed && desk?.say(claimed, { id: c.id, route: path`/projects/${projectId}/tasks/${claimed.task}/comments`, body: JSON.stringify(c) }),
    resolve: (id, resolved) => claimed && desk?.say(claimed, { id: `${id}:${Date.now()}`, method: 'PATCH', route: path`/projects/${projectId}/tasks/${claimed.task}/comments/${id}`, body: JSON.stringify({ resolved }) }),
  });

  const submit = (): void => {
    if (!desk || viewed || !desk.current?.prepared) return;
    const { core } = desk.current.prepared;
    core.cancelGesture();
    if (!desk.checkNow()) {
      const issue = desk.issues[0]!;
      showIssue(issue);
      core.announce(issue.messageKey, issue.params);
      return;
    }
    const content = finished(core.toContent());
    desk.finish(content, async (c, activeSeconds) => {
      const id = newId('ann');
      const contentJson = JSON.stringify(content);
      const contentHash = await sha256Hex(contentJson);
      const rest = JSON.stringify({ id, task: c.task, lease: c.lease.id, token: c.lease.token, ontologyVersion: c.ontologyVersion, contentHash, activeSeconds });
      // Put together as text, so that the hash is over the very bytes that are sent.
      return { id, kind: 'annotation', route: path`/projects/${projectId}/annotations`, body: `${rest.slice(0, -1)},"content":${contentJson}}` };
    }, 'annotation');
  };
  const skip = (reason: string): void => {
    if (!desk?.current) return;
    const content = desk.current.prepared?.core.toContent() ?? {};
    desk.finish(content, (c) => ({ id: c.lease.id, kind: 'skip', route: path`/projects/${projectId}/leases/${c.lease.id}/skip`, body: JSON.stringify({ token: c.lease.token, reason }) }), 'skip');
  };
  const showIssue = (issue: { regionId?: string | undefined; field?: string | undefined }): void => {
    if (issue.regionId !== undefined) showPlace(prepared, { regionId: issue.regionId }, keyboard);
    if (issue.field !== undefined) {
      if (hasInspector && openTab !== 'details') chooseTab('details');
      focusField(issue.field);
    }
  };
  const comment = (where: CommentPlace | undefined): void => {
    const selected = prepared?.core.selected?.id;
    setPlace(where ?? (selected === undefined ? undefined : { regionId: selected }));
    chooseTab('comments');
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-composer]')?.focus());
  };

  const canWork = desk?.current?.prepared !== undefined && !viewed && !isWithheld;
  const canSkip = claimed !== undefined && !viewed && !isWithheld;
  const takeable = isWithheld ? undefined : desk?.takeable;
  const commands: readonly PageCommand[] = [
    { id: 'work.submit', keys: ['Enter'], scope: 'page', titleKey: 'work.submit', enabled: () => canWork && !skipping, run: submit },
    { id: 'work.submitAlways', keys: ['Mod+Enter'], scope: 'always', titleKey: 'work.submit', enabled: () => canWork, run: submit },
    { id: 'work.skip', keys: ['Shift+S'], scope: 'page', titleKey: 'work.skip', enabled: () => canSkip, run: () => setSkipping(true) },
    { id: 'work.takeBack', keys: ['Mod+Backspace'], scope: 'page', titleKey: 'work.takeBack', first: true, enabled: () => desk?.takeable !== undefined, run: () => void desk?.takeBack() },
    { id: 'work.instructions', keys: ['I'], scope: 'page', titleKey: 'work.instructions', run: () => chooseTab(openTab === 'instructions' ? undefined : 'instructions') },
    { id: 'work.comment', keys: ['C'], scope: 'page', titleKey: 'work.comment', enabled: () => canWork, run: () => comment(undefined) },
    { id: 'work.help', keys: ['?'], scope: 'page', titleKey: 'work.help', run: () => setHelp(!help) },
    { id: 'work.palette', keys: ['Mod+K'], scope: 'always', titleKey: 'work.palette', run: () => setPalette(true) },
    { id: 'work.leaveView', keys: ['Escape'], scope: 'page', titleKey: 'work.backToWork', unlisted: true, first: true, enabled: () => viewed !== undefined, run: () => learnt() },
    { id: 'work.learnt', keys: ['Enter'], scope: 'page', titleKey: 'work.next', unlisted: true, first: true, enabled: () => lesson !== undefined && viewed !== undefined, run: () => learnt() },
    { id: 'work.closeHelp', keys: ['Escape'], scope: 'page', titleKey: 'work.close', unlisted: true, first: true, enabled: () => help, run: () => setHelp(false) },
    { id: 'work.compare', keys: ['Shift+D'], scope: 'page', titleKey: 'work.compareRejected', enabled: () => claimed?.rejected !== undefined && canWork, run: () => setComparing(!comparing) },
  ];
  const keyboard = useKeyboard(commands, prepared, me?.hotkeys, palette);

  const ontology = project?.ontology;
  const { data: viewedOntology } = useQuery({ ...ontologyQuery(projectId, claimed?.ontologyVersion ?? 0), enabled: claimed !== undefined && project !== undefined && claimed.ontologyVersion !== project.ontologyVersion });
  const view = (id: string, c: ClaimedTask, content: AnnotationContent): void => {
    const known = c.ontologyVersion === project?.ontologyVersion ? ontology : viewedOntology?.version === c.ontologyVersion ? viewedOntology.ontology : undefined;
    if (known) setViewed({ id, task: c.task, name: c.name, data: c.data, content, ontology: known, mediaUrl: (asset) => apiUrl(path`/projects/${projectId}/assets/${asset}`) });
  };
  // The right answer in place of the next task, before that is begun: to look at it is the work now.
  useEffect(() => {
    if (!lesson || desk?.current?.prepared?.core.undoLabel !== undefined) return;
    view(lesson.id, lesson.claimed, lesson.feedback.right);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [lesson, project]);
  const learnt = (): void => {
    setLesson(undefined);
    setViewed(undefined);
  };
  const recents = useMemo((): readonly RecentItem[] => {
    const here = (desk?.handedIn ?? []).map((h): RecentItem => ({ id: h.id, name: h.claimed.name, state: formatTime(new Date(h.at).toISOString()), at: new Date(h.at).toISOString(), open: () => view(h.id, h.claimed, h.content) }));
    const earlier = recentItems(recent).filter((r) => !here.some((h) => h.id === r.id)).map((r): RecentItem => ({ id: r.id, name: r.taskName, state: t(`work.state.${r.state}`), at: r.createdAt }));
    return [...here, ...earlier].slice(0, 10);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [desk?.handedIn, recent, t, project]);
  const day = new Date().toDateString();
  const today = useToday(me?.person, projectId, desk?.count ?? 0, recentItems(recent).filter((r) => new Date(r.createdAt).toDateString() === day).length);

  const Inspector = prepared?.plugin.Panels.Inspector;
  const openComments = book.all.filter((c) => !c.resolved).length;
  const tabs: SideTab[] = [
    ...(Inspector && prepared ? [{ id: 'details', title: t('work.details'), content: <Inspector core={prepared.core} keyLabel={keyboard.keyLabel} run={keyboard.run} issues={desk?.issues} /> }] : []),
    {
      id: 'comments', title: t('work.comments'), badge: openComments || undefined,
      content: task === undefined ? null : (
        <Comments
          book={book} place={place} placeName={place && placeName(place, prepared, t)} draftKey={task} opened={openedComment}
          onPlaceClear={() => setPlace(undefined)} onShow={(p) => showPlace(prepared, p, keyboard)} formatTime={formatTime}
        />
      ),
    },
    { id: 'instructions', title: t('work.instructions'), content: project?.instructions && !isWithheld ? <div className={classes.prose}><Markdown text={project.instructions} /></div> : <p className={classes.empty}>{t('work.noInstructions')}</p> },
  ];

  const model = prepared?.origin === 'prediction' ? claimed?.predictions[0]?.model : undefined;
  const chip = claimed?.exam ? t('work.examQuestion', { question: claimed.exam.question, questions: claimed.exam.questions })
    : claimed?.purpose === 'training' ? t('work.training')
    : model === undefined ? undefined : t('work.suggestedBy', { model });
  const issues = viewed || isWithheld ? [] : desk?.issues ?? [];
  const rejection = claimed?.rejected?.reviews.filter((r) => r.verdict === 'reject').at(-1);
  const firstIssue = issues[0];

  return (
    <Frame
      prepared={prepared}
      instead={viewed && !isWithheld ? null : <Instead key={task ?? 'none'} desk={desk} isWithheld={isWithheld} refusal={refusal} nothing={t('work.nothingText')} project={projectId} onExit={onExit} />}
      keyboard={keyboard}
      watermark={claimed?.watermark}
      issues={issues}
      comments={viewed || isWithheld ? [] : book.pins}
      compareWith={viewed ? (lesson && viewed.id === lesson.id && hasRegions(lesson) ? lesson.answer : undefined) : comparing ? claimed?.rejected?.content : undefined}
      workbench={{ ...(canWork && { submit }), issues, suggested: prepared?.suggested ?? new Map(), model }}
      tabs={tabs} tab={isWithheld ? undefined : openTab} onTab={chooseTab}
      {...(canWork && { onAddComment: (p: CommentPlace) => comment(p) })}
      onOpenComment={(id) => { setOpenedComment(id); chooseTab('comments'); }}
      top={
        <TopBar
          project={isWithheld ? t('work.withheld') : project?.name ?? ''} task={isWithheld ? undefined : viewed?.name ?? claimed?.name} chip={chip} today={today} keyboard={keyboard} recent={isWithheld ? [] : recents} onExit={onExit}
          status={<StatusText status={isWithheld && desk?.status === 'offline' ? 'device' : desk?.status ?? 'saved'} waiting={desk?.waitingCount ?? 0} />}
          attention={desk && desk.refused.length > 0 && (
            <Refused entries={desk.refused} onReopen={(e) => void desk.reopen(e, contentOf(e))} onRetry={(id) => desk.retryRefused(id)} onDiscard={(id) => void desk.discardRefused(id)} />
          )}
        />
      }
      banner={
        lesson && !isWithheld ? (
          <LessonBanner lesson={lesson} ontology={ontology} isOpen={viewed?.id === lesson.id} onOpen={() => view(lesson.id, lesson.claimed, lesson.feedback.right)} onNext={learnt} />
        ) : viewed && !isWithheld ? (
          <div className={classes.banner} data-kind="view" role="status">
            <p>{t('work.viewing', { name: viewed.name })}</p><span className={classes.spacer} />
            <Button size="compact-xs" onClick={() => setViewed(undefined)}>{t('work.backToWork')}</Button>
          </div>
        ) : claimed?.rejected ? (
          <div className={classes.banner} role="status">
            <p><strong>{t('work.sentBack', { name: rejection?.personName ?? '' })}</strong> {rejection?.comment}</p><span className={classes.spacer} />
            <Button size="compact-xs" variant={comparing ? 'filled' : 'default'} aria-pressed={comparing} onClick={() => setComparing(!comparing)}>{t('work.compareRejected')}</Button>
          </div>
        ) : examResult && !isWithheld ? (
          <ExamResult outcome={examResult} project={projectId} onClose={() => setExamResult(undefined)} />
        ) : desk?.current?.leaseLost ? (
          <div className={classes.banner} role="status"><p>{t('work.leaseLost')}</p></div>
        ) : undefined
      }
      bottom={
        <footer className={classes.foot}>
          <Skip opened={skipping} keyLabel={keyboard.keyLabel('work.skip')} disabled={!canSkip} onOpen={setSkipping} onSkip={skip} />
          <div className={classes.footMiddle}>
            {firstIssue ? (
              <button type="button" className={classes.issue} aria-live="assertive" onClick={() => showIssue(firstIssue)}>
                <span>{issueText(firstIssue, ontology, t)}</span>{issues.length > 1 && <strong>+{issues.length - 1}</strong>}
              </button>
            ) : takeable && (
              <>
                <span className={`${classes.taken} ${classes.wideOnly}`}>{t(takeable.kind === 'skip' ? 'work.skipped' : 'work.handedIn', { name: takeable.name })}</span>
                <Button size="compact-xs" variant="default" aria-keyshortcuts={keyboard.keyLabel('work.takeBack')} rightSection={<kbd className={classes.kbd}>{keyboard.keyLabel('work.takeBack')}</kbd>} onClick={() => void desk?.takeBack()}>{t('work.takeBack')}</Button>
              </>
            )}
          </div>
          <Button disabled={!canWork} onClick={submit} aria-keyshortcuts="Enter" rightSection={<kbd className={classes.submitKbd}>{keyboard.keyLabel('work.submit') ?? keyboard.keyLabel('work.submitAlways')}</kbd>}>{t('work.submit')}</Button>
        </footer>
      }
      overlay={<>
        {help && <Help keyboard={keyboard} onClose={() => setHelp(false)} />}
        {palette && <Palette keyboard={keyboard} onClose={() => setPalette(false)} />}
      </>}
    />
  );
}

type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string;

export function placeName(place: CommentPlace, prepared: { core: { region(id: string): { class: string } | undefined; labelClass(name: string): { title?: string; name: string } | undefined } } | undefined, t: Translate): string {
  const region = place.regionId === undefined ? undefined : prepared?.core.region(place.regionId);
  if (region) return prepared?.core.labelClass(region.class)?.title ?? region.class;
  return place.x === undefined ? t('work.place') : `${Math.round(place.x)}, ${Math.round(place.y ?? 0)}`;
}

export function issueText(issue: { messageKey: string; params?: Readonly<Record<string, string | number>>; field?: string; regionId?: string }, ontology: { fields?: { name: string; title?: string }[]; classes?: { attributes?: { name: string; title?: string }[] }[] } | undefined, t: Translate): string {
  const message = t(issue.messageKey, issue.params);
  if (issue.field === undefined) return message;
  const fields = [...(issue.regionId === undefined ? ontology?.fields ?? [] : []), ...(ontology?.classes ?? []).flatMap((c) => c.attributes ?? [])];
  const field = fields.find((f) => f.name === issue.field);
  return `${field?.title ?? issue.field}: ${message}`;
}

/** The content within the stored body. */
function contentOf(entry: OutboxEntry): AnnotationContent {
  return (JSON.parse(entry.body) as { content?: AnnotationContent }).content ?? {};
}
