import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { excerpt, isSpan, type TextCore } from '../../engine/text';
import { ClassPalette } from '../ClassPalette';
import type { PanelProps } from '../contract';
import { useSignal } from '../useSignal';
import { describeSpan } from './describe';
import classes from './text.module.css';

const rowPx = 28;

/** Classes above, spans below, in the order of the text. */
export function TextOutliner(props: PanelProps<TextCore>) {
  if ((props.core.ontology.classes?.length ?? 0) === 0) return null;
  return (
    <div className={classes.outliner}>
      <ClassPalette {...props} />
      <Spans {...props} />
    </div>
  );
}

function Spans({ core, issues }: PanelProps<TextCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const scroller = useRef<HTMLDivElement>(null);
  const { spans } = core;
  const count = spans.length;
  const rows = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 12, getItemKey: (i) => spans[i]!.id });
  const faulty = useMemo(() => new Set(issues?.flatMap((i) => i.regionId ?? [])), [issues]);
  const currentId = [...core.selection].at(-1);
  const place = useMemo(() => new Map(spans.map((r, i) => [r.id, i])), [spans]);
  const currentRow = currentId === undefined ? -1 : place.get(currentId) ?? -1;

  const followed = useRef(currentId);
  useEffect(() => {
    if (followed.current !== currentId && currentRow >= 0) rows.scrollToIndex(currentRow, { align: 'auto' });
    followed.current = currentId;
  });

  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || count === 0) return;
    const steps: Record<string, number> = { ArrowDown: currentRow + 1, ArrowUp: currentRow - 1, Home: 0, End: count - 1 };
    const to = steps[e.key];
    if (to === undefined) return;
    const region = spans[Math.max(0, Math.min(count - 1, to))]!;
    core.select([region.id]);
    rows.scrollToIndex(place.get(region.id) ?? 0, { align: 'auto' });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(region.id)}"]`)?.focus());
    e.preventDefault();
  };

  return (
    <section className={classes.regions} aria-label={t('text.spans')}>
      <h3 className={classes.heading}>{t('text.spans')}<span>{count || ''}</span></h3>
      {count === 0 && <p className={classes.empty}>{t(core.canEdit ? 'text.noSpansYet' : 'text.noSpans')}</p>}
      <div ref={scroller} className={classes.list} onPointerLeave={() => core.hover(undefined)}>
        <div role="listbox" aria-label={t('text.spans')} aria-multiselectable className={classes.grid} style={{ height: rows.getTotalSize() }} onKeyDown={onKeyDown} tabIndex={count === 0 ? -1 : undefined}>
          {rows.getVirtualItems().map((virtual) => {
            const region = spans[virtual.index]!;
            const labelClass = core.labelClass(region.class);
            const color = labelClass?.color ?? 'gray';
            return (
              // Its keys are heard by the list.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={virtual.key} role="option" aria-selected={core.selection.has(region.id)} aria-setsize={count} aria-posinset={virtual.index + 1}
                aria-label={describeSpan(region, t, core.ontology)} data-id={region.id} data-hidden={core.flags(region.id).hidden || undefined}
                tabIndex={virtual.index === Math.max(0, currentRow) ? 0 : -1} className={classes.row} style={{ transform: `translateY(${virtual.start}px)` }}
                onClick={(e) => (e.ctrlKey || e.metaKey ? core.toggleSelected(region.id) : core.select([region.id]))}
                onPointerEnter={() => core.hover(region.id)}
              >
                <i className={classes.swatch} style={{ background: color, borderColor: color }} data-suggested={region.score !== undefined || undefined} />
                <span className={classes.name} dir="auto">{isSpan(region) ? excerpt(core.document.slice(region.shape), 80) : ''}</span>
                {faulty.has(region.id) && <i className={classes.fault} />}
                <span className={classes.className}>{labelClass?.title ?? region.class}</span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
