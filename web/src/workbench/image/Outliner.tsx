import { IconEye, IconEyeOff, IconLock, IconLockOpen, IconPolygon, IconSquare, IconTarget, IconTrash } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegionRecord } from '../../engine/core';
import type { ImageCore } from '../../engine/image';
import { ClassPalette } from '../ClassPalette';
import type { PanelProps } from '../contract';
import { useSignal } from '../useSignal';
import { describeRegion } from './describe';
import classes from './image.module.css';

const rowPx = 28;
const shapeIcons = { box: IconSquare, polygon: IconPolygon, point: IconTarget, span: IconSquare } as const;

/** Classes above, regions below: the top of the stack first, as it lies on the picture. */
export function ImageOutliner(props: PanelProps<ImageCore>) {
  return (
    <div className={classes.outliner}>
      <ClassPalette {...props} />
      <Regions {...props} />
    </div>
  );
}

function Regions({ core, issues }: PanelProps<ImageCore>) {
  const { t } = useTranslation('workbench');
  useSignal(core.any);
  const scroller = useRef<HTMLDivElement>(null);
  const { regions } = core;
  const count = regions.length;
  const at = (row: number): RegionRecord => regions[count - 1 - row]!;
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes this component
  const rows = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 12, getItemKey: (row) => at(row).id });
  const faulty = useMemo(() => new Set(issues?.flatMap((i) => i.regionId ?? [])), [issues]);

  // The row for Tab: the last selected region, or the first row.
  const currentId = [...core.selection].at(-1) ?? regions.at(-1)?.id;
  const currentRow = currentId === undefined ? -1 : count - 1 - core.indexOf(currentId);

  const followed = useRef(currentId);
  useEffect(() => {
    if (core.selection.size === 0 || followed.current === currentId) return;
    followed.current = currentId;
    if (currentRow >= 0) rows.scrollToIndex(currentRow, { align: 'auto' });
  });

  const go = (row: number): void => {
    const region = at(Math.max(0, Math.min(count - 1, row)));
    core.select([region.id]);
    core.reveal(region.id);
    rows.scrollToIndex(count - 1 - core.indexOf(region.id), { align: 'auto' });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(region.id)}"]`)?.focus());
  };

  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey || count === 0) return;
    const row = core.selection.size === 0 ? -1 : currentRow;
    const steps: Record<string, number> = { ArrowDown: row + 1, ArrowUp: Math.max(0, row - 1), Home: 0, End: count - 1 };
    const to = steps[e.key];
    if (to !== undefined && !e.shiftKey) {
      go(to);
      e.preventDefault();
    } else if (e.key === ' ' && currentId !== undefined && e.target === e.currentTarget) {
      core.toggleSelected(currentId);
      e.preventDefault();
    }
  };

  const choose = (e: MouseEvent, region: RegionRecord): void => {
    if (e.ctrlKey || e.metaKey) return core.toggleSelected(region.id);
    if (e.shiftKey && currentId !== undefined) {
      const [a, b] = [core.indexOf(currentId), core.indexOf(region.id)].sort((x, y) => x - y) as [number, number];
      return core.select(regions.slice(a, b + 1).map((r) => r.id));
    }
    core.select([region.id]);
    core.reveal(region.id);
  };

  return (
    <section className={classes.regions} aria-label={t('image.regions')}>
      <h3 className={classes.heading}>{t('image.regions')}<span>{count || ''}</span></h3>
      {count === 0 && <p className={classes.empty}>{t(core.canEdit ? 'image.noRegionsYet' : 'image.noRegions')}</p>}
      <div ref={scroller} className={classes.scroller} onPointerLeave={() => core.setHover(undefined)}>
        <div role="grid" aria-label={t('image.regions')} aria-multiselectable aria-rowcount={count} className={classes.grid} tabIndex={-1} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((virtual) => {
            const region = at(virtual.index);
            const flags = core.flags(region.id);
            const labelClass = core.labelClass(region.class);
            const ShapeIcon = shapeIcons[region.shape.kind];
            return (
              <div
                key={virtual.key}
                role="row"
                aria-rowindex={virtual.index + 1}
                aria-selected={core.selection.has(region.id)}
                data-id={region.id}
                data-hidden={flags.hidden || undefined}
                tabIndex={virtual.index === Math.max(0, currentRow) ? 0 : -1}
                className={classes.row}
                style={{ transform: `translateY(${virtual.start}px)` }}
                onKeyDown={onKeyDown}
                onClick={(e) => choose(e, region)}
                onDoubleClick={() => core.zoomToSelection()}
                onPointerEnter={() => core.setHover(region.id)}
              >
                <span role="gridcell" className={classes.cell} aria-label={describeRegion(region, t, core.ontology)}>
                  <ShapeIcon size={14} stroke={2} color={labelClass?.color} className={classes.shape} strokeDasharray={region.score === undefined ? undefined : '3 3'} aria-hidden />
                  <span className={classes.name}>{labelClass?.title ?? region.class}</span>
                  {faulty.has(region.id) && <i className={classes.fault} />}
                  {region.score !== undefined && <span className={classes.score}>{Math.round(region.score * 100)} %</span>}
                </span>
                <span role="gridcell" className={classes.actions} data-sticky={flags.hidden || flags.locked || undefined}>
                  <RowButton label={t(flags.hidden ? 'image.show' : 'image.hide')} on={flags.hidden} onClick={() => core.setFlags([region.id], { hidden: !flags.hidden })}>
                    {flags.hidden ? <IconEyeOff size={14} stroke={1.7} /> : <IconEye size={14} stroke={1.7} />}
                  </RowButton>
                  <RowButton label={t(flags.locked ? 'image.unlock' : 'image.lock')} on={flags.locked} onClick={() => core.setFlags([region.id], { locked: !flags.locked })}>
                    {flags.locked ? <IconLock size={14} stroke={1.7} /> : <IconLockOpen size={14} stroke={1.7} />}
                  </RowButton>
                  {core.canEdit && (
                    <RowButton label={t('command.delete')} disabled={flags.locked} onClick={() => core.transact('step.delete', (tx) => tx.removeRegion(region.id))}>
                      <IconTrash size={14} stroke={1.7} />
                    </RowButton>
                  )}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** For the pointer; the keyboard has H, L and Delete on the row itself. */
function RowButton({ label, on, disabled, onClick, children }: { readonly label: string; readonly on?: boolean | undefined; readonly disabled?: boolean | undefined; readonly children: ReactNode; onClick(): void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      disabled={disabled}
      data-on={on || undefined}
      onClick={(e) => {
        e.stopPropagation();
        onClick();
      }}
      onDoubleClick={(e) => e.stopPropagation()}
    >
      {children}
    </button>
  );
}
