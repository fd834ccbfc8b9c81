import { ActionIcon, Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Announcement, Issue } from '../../engine/core';
import type { AnnotationContent, InputDefinition } from '../../engine/model';
import type { Comment, CommentPlace } from '../contract';
import { WorkbenchContext, type Workbench } from './context';
import type { Keyboard } from './hotkeyHook';
import { Inputs } from './Inputs';
import type { Prepared } from './prepare';
import classes from './shell.module.css';
import { Watermark } from './Watermark';

export interface SideTab { readonly id: string; readonly title: string; readonly badge?: number | undefined; readonly content: ReactNode }

interface FrameProps {
  /** Absent while nothing can be worked on: `instead` is shown. */
  readonly prepared: Prepared | undefined;
  readonly instead: ReactNode;
  readonly keyboard: Keyboard;
  readonly issues: readonly Issue[];
  readonly compareWith?: AnnotationContent | undefined;
  readonly comments: readonly Comment[];
  readonly workbench: Workbench;
  readonly top: ReactNode;
  readonly banner?: ReactNode;
  readonly bottom: ReactNode;
  readonly tabs: readonly SideTab[];
  readonly tab: string | undefined;
  /** Undefined closes the panel. */
  onTab(tab: string | undefined): void;
  onAddComment?: ((place: CommentPlace) => void) | undefined;
  onOpenComment?: ((id: string) => void) | undefined;
  readonly overlay?: ReactNode;
  /** To be shown across the content. */
  readonly watermark?: string | undefined;
}

/** The workbench: bars above and below, lists on the left, the canvas, and what is said about the task on the right. */
export function Frame(props: FrameProps) {
  const { prepared, keyboard, issues, tabs, tab, onTab } = props;
  const { t } = useTranslation('workbench');
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const [leftOpen, setLeftOpen] = useLocalStorage<boolean>({ key: 'cloison.work.left', defaultValue: true, getInitialValueInEffect: false });
  const panels = prepared?.plugin.Panels;
  const hasClasses = (prepared?.ontology.classes?.length ?? 0) > 0;
  const Outliner = hasClasses ? panels?.Outliner : undefined;
  const Toolbar = panels?.Toolbar;
  const View = prepared?.plugin.View;

  const panelProps = prepared && { core: prepared.core, keyLabel: keyboard.keyLabel, run: keyboard.run, issues };
  const outliner = Outliner && panelProps && <Outliner key={keyOf(prepared)} {...panelProps} />;
  const all: readonly SideTab[] = narrow && outliner ? [{ id: 'regions', title: t('work.regions'), content: outliner }, ...tabs] : tabs;
  const shown = all.find((x) => x.id === tab);
  const others = prepared ? otherInputs(prepared) : [];

  // Enter on an answer hands in, as it does everywhere else; Space and the option's key choose.
  const { submit } = props.workbench;
  const onAnswerKey = (e: KeyboardEvent): void => {
    if (!submit || e.key !== 'Enter' || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || !(e.target instanceof HTMLElement) || !e.target.matches('[role=radio], [role=checkbox]')) return;
    e.preventDefault();
    e.stopPropagation();
    submit();
  };

  const panelToggle = (
    <Tooltip label={t(shown ? 'work.hidePanel' : 'work.showPanel')}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={t(shown ? 'work.hidePanel' : 'work.showPanel')} aria-expanded={shown !== undefined} onClick={() => onTab(shown ? undefined : all[0]?.id)}>
        {shown ? <IconLayoutSidebarRightCollapse size={17} stroke={1.6} /> : <IconLayoutSidebarRightExpand size={17} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );

  return (
    <WorkbenchContext.Provider value={props.workbench}>
      <div className={classes.frame} data-narrow={narrow || undefined} data-whole-window>
        {props.top}
        {props.banner}
        <div className={classes.body}>
          {!narrow && outliner && leftOpen && <aside className={classes.left} aria-label={t('work.regions')}>{outliner}</aside>}
          <main className={classes.centre}>
            {Toolbar && <div className={classes.tools}>
              {!narrow && outliner && (
                <Tooltip label={t(leftOpen ? 'work.hideRegions' : 'work.showRegions')}>
                  <ActionIcon variant="subtle" color="gray" size={30} aria-label={t(leftOpen ? 'work.hideRegions' : 'work.showRegions')} aria-expanded={leftOpen} onClick={() => setLeftOpen(!leftOpen)}>
                    {leftOpen ? <IconLayoutSidebarLeftCollapse size={17} stroke={1.6} /> : <IconLayoutSidebarLeftExpand size={17} stroke={1.6} />}
                  </ActionIcon>
                </Tooltip>
              )}
              <div className={classes.toolsMain}>{panelProps && <Toolbar key={keyOf(prepared)} {...panelProps} />}</div>
              {!narrow && !shown && panelToggle}
            </div>}
            {prepared && others.length > 0 && (
              // A part that scrolls must be reachable by the keyboard.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              <div className={classes.others} tabIndex={0} role="group" aria-label={t('work.inputs')}>
                <Inputs inputs={others} data={prepared.data} imageUrl={(_, asset) => prepared.mediaUrl(asset)} />
              </div>
            )}
            <div className={classes.canvas}>
              {prepared && View ? (
                <View key={keyOf(prepared)} core={prepared.core} media={prepared.media} compareWith={props.compareWith} comments={props.comments} {...(props.onAddComment && { onAddComment: props.onAddComment })} {...(props.onOpenComment && { onOpenComment: props.onOpenComment })} />
              ) : props.instead}
              {prepared && props.watermark !== undefined && <Watermark text={props.watermark} />}
              {!narrow && !shown && !Toolbar && <div className={classes.toggle}>{panelToggle}</div>}
              {props.overlay}
            </div>
          </main>
          {(shown || narrow) && (
            <aside className={classes.right} data-many={all.length > 3 || undefined} aria-label={t('work.panel')}>
 <div className={classes.tabBar}>
              <div role="tablist" aria-label={t('work.panel')} className={classes.tabs} data-hotkeys="list">
                {all.map((x, i) => (
                  <button
                    key={x.id} type="button" role="tab" id={`tab-${x.id}`} aria-selected={x === shown} aria-controls="side-panel" tabIndex={x === shown || (!shown && i === 0) ? 0 : -1}
                    onClick={() => onTab(narrow && x === shown ? undefined : x.id)}
                    onKeyDown={(e) => {
                      const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
                      if (step === 0) return;
                      e.preventDefault();
                      e.stopPropagation();
                      const next = all[(i + step + all.length) % all.length]!;
                      onTab(next.id);
                      document.getElementById(`tab-${next.id}`)?.focus();
                    }}
                  >
                    {x.title}{x.badge ? <span className={classes.badge}>{x.badge}</span> : null}
                  </button>
                ))}
              </div>
              {!narrow && panelToggle}
              </div>
              {shown && <div id="side-panel" role="tabpanel" aria-labelledby={`tab-${shown.id}`} tabIndex={0} className={classes.panel} onKeyDownCapture={onAnswerKey}>{shown.content}</div>}
            </aside>
          )}
        </div>
        {props.bottom}
        {prepared && <Announcer key={`announce ${keyOf(prepared)}`} prepared={prepared} />}
      </div>
    </WorkbenchContext.Provider>
  );
}

const keys = new WeakMap<Prepared, string>();
let prepareds = 0;
/** A new canvas for every task: nothing of the last one may linger in it. */
function keyOf(prepared: Prepared): string {
  const known = keys.get(prepared) ?? `task ${++prepareds}`;
  keys.set(prepared, known);
  return known;
}

/** What the canvas does not show itself. */
function otherInputs(prepared: Prepared): readonly InputDefinition[] {
  const { inputs, editor } = prepared.ontology;
  if (editor === 'form') return [];
  if (editor === 'text') return inputs.filter((i) => i.kind !== 'text');
  const main = inputs.find((i) => i.kind === 'image');
  return inputs.filter((i) => i !== main);
}

/** For screen readers: what was done, in words. */
function Announcer({ prepared }: { readonly prepared: Prepared }) {
  const { t } = useTranslation('workbench');
  const [said, setSaid] = useState('');
  const latest = useRef(t);
  useEffect(() => { latest.current = t; });
  useEffect(() => prepared.core.announcements.on(({ messageKey, params }: Announcement) => setSaid(latest.current(messageKey, params))), [prepared]);
  return <div className={classes.srOnly} role="log" aria-live="polite">{said}</div>;
}
