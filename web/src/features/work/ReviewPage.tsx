import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWithheld } from '../../lib/useWithheld';
import { Signal } from '../../engine/core';
import type { AnnotationContent, FieldValue } from '../../engine/model';
import type { ClaimedReview, SubmitReview, Verdict } from '../../lib/contracts';
import { path } from '../../lib/http';
import { newId } from '../../lib/ids';
import type { CommentPlace } from '../../workbench/contract';
import { alignIds } from '../../workbench/shell/align';
import { Comments, useComments } from '../../workbench/shell/Comments';
import type { DeskKind } from '../../workbench/shell/desk';
import { Frame, type SideTab } from '../../workbench/shell/Frame';
import { Help } from '../../workbench/shell/Help';
import { useKeyboard, type PageCommand } from '../../workbench/shell/hotkeyHook';
import { Markdown } from '../../workbench/shell/Markdown';
import { Palette } from '../../workbench/shell/Palette';
import { finished } from '../../workbench/shell/prepare';
import type { QueueWire } from '../../workbench/shell/queue';
import { Refused } from '../../workbench/shell/Refused';
import { StatusText } from '../../workbench/shell/StatusText';
import classes from '../../workbench/shell/shell.module.css';
import { useSignal } from '../../workbench/useSignal';
import { claimReview } from './api/claimReview';
import { extendLease } from './api/extendLease';
import { meQuery } from '../../lib/api/meQuery';
import { projectQuery } from '../../lib/api/projectQuery';
import { releaseLease } from './api/releaseLease';
import { Instead } from './Instead';
import { useToday } from './today';
import { TopBar } from './TopBar';
import { useDesk } from './useDesk';
import { focusField, showPlace, useSideTab, useTimeFormat } from './useTask';
import { issueText, placeName, type WorkPageProps } from './WorkPage';

const nobody = { person: '', displayName: '' };
const nothingYet = new Signal();
const nothingSuggested: ReadonlyMap<string, FieldValue> = new Map();

/** The page under its route. */
export function ReviewPage() {
  const { project } = useParams({ strict: false });
  const navigate = useNavigate();
  return <Review projectId={project ?? ''} onExit={() => void navigate({ to: '/' })} />;
}

/** Where annotations are judged: accepted, sent back with a reason, or put right by the reviewer. */
export default function Review({ projectId, onExit = () => window.location.assign('/') }: WorkPageProps) {
  const { t } = useTranslation('workbench');
  const { data: me } = useQuery(meQuery());
  const { data: project, error: refusal } = useQuery(projectQuery(projectId));

  const wire = useMemo((): QueueWire<ClaimedReview> => ({
    claim: (have, signal) => claimReview(projectId, { have: [...have] }, signal),
    heartbeat: ({ lease }) => extendLease(projectId, lease),
    release: ({ lease }) => releaseLease(projectId, lease),
  }), [projectId]);
  const kind = useMemo((): DeskKind<ClaimedReview> => ({
    request: (c) => ({ task: c.task, data: c.data, ontologyVersion: c.annotation.ontologyVersion, mode: 'review', start: { content: c.annotation.content, origin: 'answer' } }),
    draftKey: (c) => `review:${projectId}:${c.annotation.id}`,
  }), [projectId]);
  const desk = useDesk({ name: 'review', person: me?.person, project, wire, kind });
  useSignal(desk?.changes ?? nothingYet);
  // Covered, not closed: what was begun stays in the page and on this device, and goes on when the owner gives it back.
  const isWithheld = useWithheld(projectId);
  useEffect(() => (isWithheld ? () => desk?.refresh() : undefined), [isWithheld, desk]);

  const claimed = isWithheld ? undefined : desk?.current?.claimed;
  const prepared = isWithheld ? undefined : desk?.current?.prepared;
  const core = prepared?.core;
  useSignal(core?.any ?? nothingYet);
  const annotation = claimed?.annotation;

  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const [rejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const [compared, setCompared] = useState<string>();
  const [place, setPlace] = useState<CommentPlace>();
  const [openedComment, setOpenedComment] = useState<string>();
  const [tab, setTab] = useSideTab(undefined);
  const [tabChosen, setTabChosen] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const formatTime = useTimeFormat();

  const reasonKey = annotation && `cloison.reject.${annotation.id}`;
  useEffect(() => {
    const kept = reasonKey === undefined ? '' : sessionStorage.getItem(reasonKey) ?? '';
    setReason(kept);
    setRejecting(kept !== '');
    setCompared(undefined);
    setPlace(undefined);
    setOpenedComment(undefined);
  }, [reasonKey]);
  const changeReason = (text: string): void => {
    setReason(text);
    if (reasonKey === undefined) return;
    if (text === '') sessionStorage.removeItem(reasonKey);
    else sessionStorage.setItem(reasonKey, text);
  };
  // A fix that was begun before a reload goes on.
  useEffect(() => {
    if (prepared?.origin === 'draft') prepared.core.setFixing(true);
  }, [prepared]);

  const chooseTab = (next: string | undefined): void => {
    setTabChosen(true);
    setTab(next);
  };
  const narrow = window.matchMedia('(max-width: 62em)').matches;
  const hasOthers = (claimed?.others.length ?? 0) > 0 || claimed?.consensus !== undefined;
  const openTab = tabChosen ? tab : narrow ? undefined : hasOthers ? 'answers' : prepared?.plugin.Panels.Inspector ? 'details' : 'instructions';

  const book = useComments(claimed?.task, claimed?.comments, me ?? nobody, annotation?.id, {
    add: (c) => claimed && desk?.say(claimed, { id: c.id, route: path`/projects/${projectId}/tasks/${claimed.task}/comments`, body: JSON.stringify(c) }),
    resolve: (id, resolved) => claimed && desk?.say(claimed, { id: `${id}:${Date.now()}`, method: 'PATCH', route: path`/projects/${projectId}/tasks/${claimed.task}/comments/${id}`, body: JSON.stringify({ resolved }) }),
  });

  const fixing = core?.fixing ?? false;
  const judge = (verdict: Verdict, comment?: string): void => {
    if (!desk || !core) return;
    core.cancelGesture();
    const content = finished(core.toContent());
    if (verdict === 'fix' && !desk.checkNow()) {
      const issue = desk.issues[0]!;
      if (issue.regionId !== undefined) showPlace(prepared, { regionId: issue.regionId }, keyboard);
      if (issue.field !== undefined) focusField(issue.field);
      return;
    }
    if (reasonKey !== undefined) sessionStorage.removeItem(reasonKey);
    setRejecting(false);
    setReason('');
    desk.finish(content, (c, activeSeconds) => {
      const review: SubmitReview = {
        id: newId('rev'), annotation: c.annotation.id, lease: c.lease.id, token: c.lease.token, verdict, activeSeconds,
        ...(comment !== undefined && comment !== '' && { comment: comment.slice(0, 5_000) }), ...(verdict === 'fix' && { fix: content }),
      };
      return { id: review.id, kind: 'review', route: path`/projects/${projectId}/reviews`, body: JSON.stringify(review) };
    }, 'review');
  };
  const reject = (): void => {
    if (reason.trim() !== '') return judge('reject', reason.trim());
    setRejecting(true);
    requestAnimationFrame(() => reasonField.current?.focus());
  };
  const fix = (): void => {
    setRejecting(false);
    setCompared(undefined);
    core?.setFixing(true);
  };
  const stopFixing = (): void => {
    if (!core) return;
    core.cancelGesture();
    // Back to what was handed in; redo brings the fix back when fixing goes on.
    while (core.undo());
    core.setFixing(false);
  };
  const comment = (where: CommentPlace | undefined): void => {
    const selected = core?.selected?.id;
    setPlace(where ?? (selected === undefined ? undefined : { regionId: selected }));
    chooseTab('comments');
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-composer]')?.focus());
  };

  const ready = prepared !== undefined;
  const judging = ready && !fixing;
  const commands: readonly PageCommand[] = [
    { id: 'review.accept', keys: ['A'], scope: 'page', titleKey: 'review.accept', first: true, enabled: () => judging, run: () => judge('accept') },
    { id: 'review.reject', keys: ['R'], scope: 'page', titleKey: 'review.reject', first: true, enabled: () => judging, run: reject },
    { id: 'review.fix', keys: ['F'], scope: 'page', titleKey: 'review.fix', first: true, enabled: () => judging, run: fix },
    { id: 'review.submitFix', keys: ['Enter'], scope: 'page', titleKey: 'review.submitFix', enabled: () => fixing, run: () => judge('fix') },
    { id: 'review.submitFixAlways', keys: ['Mod+Enter'], scope: 'always', titleKey: 'review.submitFix', unlisted: true, enabled: () => fixing, run: () => judge('fix') },
    { id: 'review.stopFixing', keys: ['Mod+Shift+Escape'], scope: 'page', titleKey: 'review.stopFixing', enabled: () => fixing, run: stopFixing },
    { id: 'review.nextAnswer', keys: ['Shift+D'], scope: 'page', titleKey: 'review.nextAnswer', enabled: () => judging && answers.length > 0, run: () => setCompared(answers[answers.findIndex((a) => a.id === compared) + 1]?.id) },
    { id: 'work.takeBack', keys: ['Mod+Backspace'], scope: 'page', titleKey: 'work.takeBack', first: true, enabled: () => desk?.takeable !== undefined, run: () => void desk?.takeBack() },
    { id: 'work.instructions', keys: ['I'], scope: 'page', titleKey: 'work.instructions', run: () => chooseTab(openTab === 'instructions' ? undefined : 'instructions') },
    { id: 'work.comment', keys: ['C'], scope: 'page', titleKey: 'work.comment', enabled: () => ready, run: () => comment(undefined) },
    { id: 'work.help', keys: ['?'], scope: 'page', titleKey: 'work.help', run: () => setHelp(!help) },
    { id: 'work.palette', keys: ['Mod+K'], scope: 'always', titleKey: 'work.palette', run: () => setPalette(true) },
    { id: 'work.closeHelp', keys: ['Escape'], scope: 'page', titleKey: 'work.close', unlisted: true, first: true, enabled: () => help, run: () => setHelp(false) },
  ];
  const keyboard = useKeyboard(commands, prepared, me?.hotkeys, palette);

  const answers = useMemo((): readonly Answer[] => [
    ...(claimed?.consensus ? [{ id: 'consensus', name: t('review.consensus'), note: claimed.consensus.agreement === undefined ? '' : t('review.agreement', { percent: Math.round(claimed.consensus.agreement * 100) }), content: claimed.consensus.content }] : []),
    ...(claimed?.others ?? []).map((o) => ({ id: o.id, name: o.personName, note: `${t(`work.state.${o.state}`)} · ${summary(o.content, t)}`, content: o.content })),
  ], [claimed, t]);
  const docVersion = core?.doc.getVersion();
  const other = answers.find((a) => a.id === compared);
  const compareWith = useMemo(
    () => (other && core ? alignIds(other.content, core.toContent()) : fixing && annotation ? annotation.content : undefined),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [other, core, docVersion, fixing, annotation],
  );
  const today = useToday(me ? `${me.person}.review` : undefined, projectId, desk?.count ?? 0, 0);

  const Inspector = prepared?.plugin.Panels.Inspector;
  const issues = desk?.issues ?? [];
  const firstIssue = issues[0];
  const openComments = book.all.filter((c) => !c.resolved).length;
  const takeable = isWithheld ? undefined : desk?.takeable;
  const tabs: SideTab[] = [
    ...(hasOthers ? [{
      id: 'answers', title: t('review.answers'), badge: answers.length,
      content: (
        <div className={classes.answers}>
          <p className={classes.empty}>{t('review.answersHint')}</p>
          {answers.map((a) => (
            <button key={a.id} type="button" className={classes.answer} aria-pressed={a.id === compared} onClick={() => setCompared(a.id === compared ? undefined : a.id)}>
              <strong>{a.name}</strong><span>{a.note}</span>
            </button>
          ))}
        </div>
      ),
    }] : []),
    ...(Inspector && prepared ? [{ id: 'details', title: t('work.details'), content: <Inspector core={prepared.core} keyLabel={keyboard.keyLabel} run={keyboard.run} issues={issues} /> }] : []),
    {
      id: 'comments', title: t('work.comments'), badge: openComments || undefined,
      content: claimed === undefined ? null : (
        <Comments
          book={book} place={place} placeName={place && placeName(place, prepared, t)} draftKey={claimed.annotation.id} opened={openedComment}
          onPlaceClear={() => setPlace(undefined)} onShow={(p) => showPlace(prepared, p, keyboard)} formatTime={formatTime}
        />
      ),
    },
    { id: 'instructions', title: t('work.instructions'), content: project?.instructions && !isWithheld ? <div className={classes.prose}><Markdown text={project.instructions} /></div> : <p className={classes.empty}>{t('work.noInstructions')}</p> },
  ];
  const key = (id: string): React.ReactNode => keyboard.keyLabel(id) && <kbd className={classes.kbd}>{keyboard.keyLabel(id)}</kbd>;

  return (
    <Frame
      prepared={prepared}
      instead={<Instead key={claimed?.annotation.id ?? 'none'} desk={desk} isWithheld={isWithheld} refusal={refusal} nothing={t('review.nothingText')} project={projectId} onExit={onExit} />}
      keyboard={keyboard}
      watermark={claimed?.watermark}
      issues={issues}
      comments={book.pins}
      compareWith={compareWith}
      workbench={{ ...(fixing && { submit: () => judge('fix') }), issues, suggested: nothingSuggested }}
      tabs={tabs} tab={isWithheld ? undefined : openTab} onTab={chooseTab}
      {...(ready && { onAddComment: (p: CommentPlace) => comment(p) })}
      onOpenComment={(id) => { setOpenedComment(id); chooseTab('comments'); }}
      top={
        <TopBar
          project={isWithheld ? t('work.withheld') : project?.name ?? ''} task={claimed?.name} today={today} keyboard={keyboard} onExit={onExit}
          chip={annotation && t('review.by', { name: annotation.personName, level: claimed?.level ?? 1 })}
          status={<StatusText status={isWithheld && desk?.status === 'offline' ? 'device' : desk?.status ?? 'saved'} waiting={desk?.waitingCount ?? 0} />}
          attention={desk && desk.refused.length > 0 && <Refused entries={desk.refused} onRetry={(id) => desk.retryRefused(id)} onDiscard={(id) => void desk.discardRefused(id)} />}
        />
      }
      banner={desk?.current?.leaseLost ? <div className={classes.banner} role="status"><p>{t('work.leaseLost')}</p></div> : undefined}
      bottom={
        <footer className={classes.foot}>
          {rejecting && judging ? (
            <div className={classes.reject}>
              <Textarea
                ref={reasonField} size="xs" autosize minRows={1} maxRows={5} maxLength={5_000} aria-label={t('review.reason')} placeholder={t('review.reasonPlaceholder')} value={reason}
                onChange={(e) => changeReason(e.currentTarget.value)}
                onKeyDown={(e) => {
                  if (e.key === 'Escape') {
                    e.preventDefault();
                    changeReason('');
                    setRejecting(false);
                  } else if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
                    e.preventDefault();
                    e.nativeEvent.stopImmediatePropagation();
                    if (reason.trim() !== '') judge('reject', reason.trim());
                  }
                }}
              />
              <Button variant="subtle" color="gray" onClick={() => { changeReason(''); setRejecting(false); }}>{t('work.cancel')}</Button>
              <Button color="red" disabled={reason.trim() === ''} onClick={() => judge('reject', reason.trim())}>{t('review.sendBack')}</Button>
            </div>
          ) : (
            <>
              <div className={classes.footMiddle} style={{ justifyContent: 'flex-start' }}>
                {firstIssue ? (
                  <button type="button" className={classes.issue} aria-live="assertive" onClick={() => { if (firstIssue.regionId !== undefined) showPlace(prepared, { regionId: firstIssue.regionId }, keyboard); }}>
                    <span>{issueText(firstIssue, prepared?.ontology, t)}</span>{issues.length > 1 && <strong>+{issues.length - 1}</strong>}
                  </button>
                ) : takeable && (
                  <>
                    <Button size="compact-xs" variant="default" rightSection={key('work.takeBack')} onClick={() => void desk?.takeBack()}>{t('work.takeBack')}</Button>
                    <span className={`${classes.taken} ${classes.wideOnly}`}>{t('review.judged', { name: takeable.name })}</span>
                  </>
                )}
              </div>
              <div className={classes.verdicts}>
                {fixing ? (
                  <>
                    <Button variant="subtle" color="gray" onClick={stopFixing}>{t('review.stopFixing')}</Button>
                    <Button disabled={!ready} onClick={() => judge('fix')} rightSection={<kbd className={classes.submitKbd}>{keyboard.keyLabel('review.submitFix') ?? keyboard.keyLabel('review.submitFixAlways')}</kbd>}>{t('review.submitFix')}</Button>
                  </>
                ) : (
                  <>
                    <Button variant="default" disabled={!ready} onClick={fix} rightSection={key('review.fix')}>{t('review.fix')}</Button>
                    <Button variant="default" disabled={!ready} onClick={reject} rightSection={key('review.reject')}>{t('review.reject')}</Button>
                    <Button disabled={!ready} onClick={() => judge('accept')} rightSection={<kbd className={classes.submitKbd}>{keyboard.keyLabel('review.accept')}</kbd>}>{t('review.accept')}</Button>
                  </>
                )}
              </div>
            </>
          )}
        </footer>
      }
      overlay={<>
        {help && <Help keyboard={keyboard} onClose={() => setHelp(false)} />}
        {palette && <Palette keyboard={keyboard} onClose={() => setPalette(false)} />}
      </>}
    />
  );
}

interface Answer { readonly id: string; readonly name: string; readonly note: string; readonly content: AnnotationContent }

function summary(content: AnnotationContent, t: (key: string, params?: Readonly<Record<string, string | number>>) => string): string {
  const regions = content.regions?.length ?? 0;
  const values = Object.values(content.values ?? {}).map((v) => (Array.isArray(v) ? v.join(', ') : String(v)));
  return [regions > 0 ? t('review.regionCount', { count: regions }) : '', ...values].filter(Boolean).join(' · ').slice(0, 80);
}
