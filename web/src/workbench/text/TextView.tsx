import { VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { diffContents, type ContentDiff } from '../../engine/core';
import type { Region } from '../../engine/model';
import { isSpan, type Block, type TextCore } from '../../engine/text';
import type { Comment, ViewProps } from '../contract';
import { useSignal } from '../useSignal';
import { caretRect, hitTest, textNodeOf } from './geometry';
import { Line, type LineHandle, type LineTag } from './Line';
import type { TextMedia } from './media';
import { HighlightPainter, type LineMark } from './painter';
import { Relations } from './Relations';
import { useTagsShown } from './tagsShown';
import classes from './text.module.css';

const lineHeightPx = 34;
const charactersPerRow = 92;
/** A pointer that moved less is a click. */
const clickSlackPx = 3;
const doubleClickMs = 400;
const noDiff: ContentDiff | undefined = undefined;

/** The texts, line by line, only as much as is in view. Everything that the pointer can do here the keys can do too. */
export function TextView({ core, compareWith, comments, onOpenComment }: ViewProps<TextCore, TextMedia>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointer, setPointer] = useState<{ x: number; y: number }>();
  const [tagsShown] = useTagsShown();
  const { document: texts } = core;

  const [painter, setPainter] = useState<HighlightPainter>();
  useEffect(() => {
    const made = new HighlightPainter(core.ontology.classes ?? []);
    setPainter(made);
    return () => made.dispose();
  }, [core]);

  const lines = useVirtualizer({
    count: texts.blocks.length,
    getScrollElement: () => scroller.current,
    estimateSize: (i) => lineHeightPx * Math.max(1, Math.ceil((texts.blocks[i]!.end - texts.blocks[i]!.start) / charactersPerRow)),
    overscan: 8,
    paddingStart: 28,
    paddingEnd: 120,
  });
  const items = lines.getVirtualItems();

  useEffect(() => {
    const element = content.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.round(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // What only the screen knows, for the arrow keys.
  useEffect(() => {
    core.surface = {
      vertical(from, step) {
        const root = scroller.current;
        const block = texts.blockAt(from);
        const line = block && root?.querySelector(`[data-line="${block.index}"]`);
        if (!root || !block || !line) return undefined;
        const at = caretRect(line, textNodeOf(line), from.offset - block.start, texts.isRightToLeft(block));
        const row = at.bottom - at.top;
        for (let distance = row * 0.9; distance < row * 6; distance += row * 0.5) {
          const hit = hitTest(root, at.x, step === 1 ? at.bottom + distance : at.top - distance);
          if (hit && (hit.caret.input !== from.input || (hit.caret.offset - from.offset) * step > 0) && isOnAnotherRow(root, hit.caret, at, texts.blockAt(hit.caret), core)) return hit.caret;
        }
        return undefined;
      },
      firstVisible() {
        const top = scroller.current?.scrollTop ?? 0;
        const first = lines.getVirtualItems().find((i) => i.end > top);
        const block = first && texts.blocks[first.index];
        return block && { input: block.input, offset: block.start };
      },
    };
    return () => { core.surface = undefined; };
  }, [core, texts, lines]);

  // What the keys or the lists chose comes into view; what the pointer chose is there already.
  const reveal = useCallback((index: number | undefined) => {
    const element = scroller.current;
    if (index === undefined || !element) return;
    const item = lines.getVirtualItems().find((i) => i.index === index);
    if (item && item.start >= element.scrollTop && item.end <= element.scrollTop + element.clientHeight) return;
    lines.scrollToIndex(index, { align: item && item.size > element.clientHeight ? 'auto' : 'center' });
  }, [lines]);
  const caretAt = core.caret && texts.blockAt({ input: core.caret.input, offset: core.caret.focus })?.index;
  const revealed = useRef(core.revealCaret);
  const selected = core.selected;
  const selectedId = selected?.id ?? core.relateOver;
  const lastSelected = useRef(selectedId);
  useEffect(() => {
    if (revealed.current !== core.revealCaret) reveal(caretAt);
    revealed.current = core.revealCaret;
    if (lastSelected.current !== selectedId) {
      const region = selectedId === undefined ? undefined : core.region(selectedId);
      if (region && isSpan(region) && !core.toolPath().endsWith('dragging')) reveal(texts.blockAt({ input: region.shape.input, offset: region.shape.start })?.index);
    }
    lastSelected.current = selectedId;
  });

  const docVersion = core.doc.getVersion();
  const diff = useMemo(
    () => (compareWith ? diffContents(compareWith, core.toContent()) : noDiff),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [compareWith, core, docVersion],
  );
  const compared = useMemo(() => diff && marksOfDiff(diff), [diff]);
  const commentOf = useMemo(() => new Map((comments ?? []).filter((c): c is Comment & { regionId: string } => c.regionId !== undefined && !c.resolved).map((c) => [c.regionId, c.id])), [comments]);
  const classIndex = useMemo(() => new Map((core.ontology.classes ?? []).map((c, i) => [c.name, i])), [core]);

  useCopy(scroller, core);

  const pressed = useRef<{ x: number; y: number; moved: boolean; inside: boolean; special: boolean; clicks: number }>(undefined);
  const clicked = useRef<{ at: number; x: number; y: number; count: number }>(undefined);

  const onPointerDown = (e: ReactPointerEvent<HTMLDivElement>): void => {
    if (e.button !== 0 || !(e.target instanceof Element) || e.target.closest('button')) return;
    const root = scroller.current;
    if (!root || e.nativeEvent.offsetX > root.clientWidth) return;
    const hit = hitTest(root, e.clientX, e.clientY);
    if (!hit) return;
    root.focus({ preventScroll: true });
    const handle = e.target.closest<HTMLElement>('[data-handle]');
    const link = e.target.closest<HTMLElement>('[data-link]');
    // Pointer events do not count clicks.
    const last = clicked.current;
    const again = last !== undefined && e.timeStamp - last.at < doubleClickMs && Math.hypot(e.clientX - last.x, e.clientY - last.y) < 6;
    const clicks = again ? (last.count % 3) + 1 : 1;
    clicked.current = { at: e.timeStamp, x: e.clientX, y: e.clientY, count: clicks };
    pressed.current = { x: e.clientX, y: e.clientY, moved: false, inside: hit.inside, special: handle !== null || link !== null, clicks };
    e.currentTarget.setPointerCapture(e.pointerId);
    if (handle) core.pointerDown(hit.caret, { handle: { id: handle.dataset['handle']!, edge: handle.dataset['edge'] === 'start' ? 'start' : 'end' } });
    else if (link) core.pointerDown(hit.caret, { link: link.dataset['link']! });
    // With Alt a span is taken by itself and dragged to another.
    else if (e.altKey && hit.inside && core.spansAt(hit.character)[0]) core.pointerDown(hit.caret, { link: core.spansAt(hit.character)[0]!.id });
    else core.pointerDown(core.unit === 'word' || clicks > 1 ? hit.character : hit.caret, { clicks: Math.min(3, clicks), shift: e.shiftKey, mod: e.ctrlKey || e.metaKey });
  };

  const onPointerMove = (e: ReactPointerEvent<HTMLDivElement>): void => {
    const root = scroller.current;
    if (!root) return;
    const start = pressed.current;
    if (start && !start.moved && Math.hypot(e.clientX - start.x, e.clientY - start.y) < clickSlackPx) return;
    const hit = hitTest(root, e.clientX, e.clientY);
    if (!start) {
      if (e.pointerType !== 'touch') core.hover(hit?.inside ? core.spansAt(hit.character)[0]?.id : undefined);
      return;
    }
    start.moved = true;
    if (hit) core.pointerMove(core.toolPath().endsWith('dragging') ? hit.character : hit.caret);
    if (core.toolPath().endsWith('dragging')) setPointer({ x: e.clientX, y: e.clientY });
    const box = root.getBoundingClientRect();
    if (e.clientY < box.top + 28) root.scrollBy({ top: -18 });
    else if (e.clientY > box.bottom - 28) root.scrollBy({ top: 18 });
  };

  const onPointerUp = (e: ReactPointerEvent<HTMLDivElement>): void => {
    const start = pressed.current;
    pressed.current = undefined;
    setPointer(undefined);
    const root = scroller.current;
    const hit = root && hitTest(root, e.clientX, e.clientY);
    if (!start || !hit) return core.cancelGesture();
    if (!start.moved && !start.inside && !start.special && start.clicks < 2) {
      core.cancelGesture();
      core.setCaret(hit.caret, e.shiftKey);
    } else core.pointerUp(start.moved ? hit.caret : hit.character);
  };

  const handleOf = (block: Block): LineHandle[] => {
    if (!selected || !isSpan(selected) || !core.canEdit || core.flags(selected.id).locked || selected.shape.input !== block.input) return [];
    const { start, end } = selected.shape;
    const found: LineHandle[] = [];
    if (start >= block.start && start < Math.max(block.end, block.start + 1)) found.push({ id: selected.id, edge: 'start', at: start - block.start });
    if (end > block.start && end <= block.end) found.push({ id: selected.id, edge: 'end', at: end - block.start });
    return found;
  };

  const hasRelations = (core.ontology.relations?.length ?? 0) > 0;
  return (
    <div className={classes.view}>
      <div
        ref={scroller}
        className={classes.scroller}
        // The caret lives in it: its keys are commands.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={t('text.canvas')}
        data-tool={core.toolPath()}
        data-tags={tagsShown || undefined}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => { pressed.current = undefined; setPointer(undefined); core.cancelGesture(); }}
        onPointerLeave={() => { if (!pressed.current && core.tool !== 'relate') core.hover(undefined); }}
      >
        <div ref={content} className={classes.content} style={{ height: lines.getTotalSize() }}>
          {painter && items.map((item) => {
            const block = texts.blocks[item.index]!;
            const spans = core.spansInBlock(block);
            const marks = marksOf(core, block, spans, classIndex, compared?.get(block.input));
            const tags = tagsOf(core, block, spans, tagsShown, hasRelations, commentOf);
            const handles = handleOf(block);
            const caret = core.caret && core.caret.input === block.input && caretAt === block.index ? core.caret.focus - block.start : undefined;
            const title = block.first && texts.sources.length > 1 ? texts.sources.find((s) => s.name === block.input)?.title ?? block.input : undefined;
            return (
              <div key={item.key} data-index={item.index} ref={lines.measureElement} className={classes.place} style={{ transform: `translateY(${item.start}px)` }}>
                <Line
                  block={block} text={texts.blockText(block)} title={title} rightToLeft={texts.isRightToLeft(block)} painter={painter} marks={marks} tags={tags} handles={handles}
                  caret={caret} width={width} commentLabel={t('text.openComment')} onOpenComment={onOpenComment}
                  signature={JSON.stringify([marks, tags, handles, caret])}
                />
              </div>
            );
          })}
          {hasRelations && (
            <Relations
              core={core} content={content} pointer={pointer} clearancePx={tagsShown ? 11 : 0}
              layout={`${width}:${tagsShown}:${items.map((i) => `${i.index}@${i.start}`).join()}`}
              lineTop={(index) => lines.getOffsetForIndex(index, 'start')?.[0] ?? 0}
            />
          )}
        </div>
      </div>
      {diff && <DiffLegend diff={diff} />}
      <VisuallyHidden aria-live="polite">{core.range ? texts.slice(core.range).slice(0, 200) : ''}</VisuallyHidden>
    </div>
  );
}

function DiffLegend({ diff }: { readonly diff: ContentDiff }) {
  const { t } = useTranslation('workbench');
  return (
    <div className={classes.legend}>
      <span><i data-kind="added" />{t('text.diff.added', { count: diff.added.length })}</span>
      <span><i data-kind="changed" />{t('text.diff.changed', { count: diff.changed.length })}</span>
      <span><i data-kind="removed" />{t('text.diff.removed', { count: diff.removed.length })}</span>
    </div>
  );
}

function isOnAnotherRow(root: HTMLElement, at: { input: string; offset: number }, from: { top: number; bottom: number }, block: Block | undefined, core: TextCore): boolean {
  const line = block && root.querySelector(`[data-line="${block.index}"]`);
  if (!line || !block) return false;
  const rect = caretRect(line, textNodeOf(line), at.offset - block.start, core.document.isRightToLeft(block));
  return rect.top >= from.bottom - 4 || rect.bottom <= from.top + 4;
}

type Stretch = { readonly start: number; readonly end: number; readonly paint: 'added' | 'removed' };

function marksOfDiff(diff: ContentDiff): ReadonlyMap<string, readonly Stretch[]> {
  const byInput = new Map<string, Stretch[]>();
  const add = (region: Region, paint: Stretch['paint']): void => {
    if (region.shape.kind !== 'span') return;
    const { input, start, end } = region.shape;
    const list = byInput.get(input) ?? [];
    list.push({ start, end, paint });
    byInput.set(input, list);
  };
  diff.added.forEach((r) => add(r, 'added'));
  diff.removed.forEach((r) => add(r, 'removed'));
  for (const { before, after, what } of diff.changed)
    if (what.includes('shape') || what.includes('class')) {
      add(before, 'removed');
      add(after, 'added');
    }
  return byInput;
}

function marksOf(core: TextCore, block: Block, spans: ReturnType<TextCore['spansInBlock']>, classIndex: ReadonlyMap<string, number>, compared: readonly Stretch[] | undefined): LineMark[] {
  const marks: LineMark[] = [];
  const add = (start: number, end: number, paint: LineMark['paint']): void => {
    const from = Math.max(start, block.start) - block.start;
    const to = Math.min(end, block.end) - block.start;
    if (from < to) marks.push({ paint, start: from, end: to });
  };
  const differing = new Set(compared?.map((c) => `${c.start}:${c.end}`));
  for (const region of spans) {
    if (!isSpan(region)) continue;
    const { start, end } = region.shape;
    const index = classIndex.get(region.class) ?? 0;
    if (!differing.has(`${start}:${end}`)) add(start, end, region.score === undefined ? `class${index}` : `suggested${index}`);
    if (core.selection.has(region.id) || core.relateFrom === region.id) add(start, end, 'selected');
    else if (core.relateOver === region.id) add(start, end, 'target');
    else if (core.hovered === region.id) add(start, end, 'hovered');
  }
  const relation = core.selectedRelation;
  if (relation) for (const region of spans) if (isSpan(region) && (region.id === relation.from || region.id === relation.to)) add(region.shape.start, region.shape.end, 'hovered');
  for (const c of compared ?? []) add(c.start, c.end, c.paint);
  const range = core.range;
  if (range && range.input === block.input) add(range.start, range.end, 'range');
  return marks;
}

function tagsOf(core: TextCore, block: Block, spans: ReturnType<TextCore['spansInBlock']>, shown: boolean, hasRelations: boolean, commentOf: ReadonlyMap<string, string>): LineTag[] {
  const tags: LineTag[] = [];
  for (const region of spans) {
    if (!isSpan(region) || region.shape.start < block.start || region.shape.start >= Math.max(block.end, block.start + 1)) continue;
    const selected = core.selection.has(region.id);
    const comment = commentOf.get(region.id);
    if (!shown && !selected && core.hovered !== region.id && comment === undefined) continue;
    const labelClass = core.labelClass(region.class);
    tags.push({
      id: region.id, name: labelClass?.title ?? region.class, color: labelClass?.color ?? 'gray', at: region.shape.start - block.start,
      suggested: region.score !== undefined, selected, canLink: hasRelations && core.canEdit && core.selected?.id === region.id, comment,
    });
  }
  return tags.sort((a, b) => a.at - b.at);
}

/** The selection is our own, so copying is too. */
function useCopy(scroller: React.RefObject<HTMLElement | null>, core: TextCore): void {
  useEffect(() => {
    const onCopy = (e: ClipboardEvent): void => {
      if (document.activeElement !== scroller.current && document.activeElement !== document.body) return;
      const region = core.selected;
      const range = core.range ?? (region && isSpan(region) ? region.shape : undefined);
      if (!range || !e.clipboardData) return;
      e.clipboardData.setData('text/plain', core.document.slice(range));
      e.preventDefault();
    };
    document.addEventListener('copy', onCopy);
    return () => document.removeEventListener('copy', onCopy);
  }, [scroller, core]);
}
