import { useLayoutEffect, useState, type RefObject } from 'react';
import { isSpan, type TextCore } from '../../engine/text';
import { characterRect, textNodeOf } from './geometry';
import classes from './text.module.css';

interface Arc { readonly id: string; readonly path: string; readonly color: string; readonly name: string; readonly x: number; readonly y: number; readonly selected: boolean }

interface RelationsProps {
  readonly core: TextCore;
  readonly content: RefObject<HTMLDivElement | null>;
  /** Where lines begin that are not on screen. */
  lineTop(index: number): number;
  readonly pointer: { readonly x: number; readonly y: number } | undefined;
  /** Changes when lines were laid out anew. */
  readonly layout: string;
  /** Arcs end above the class names, where these stand. */
  readonly clearancePx: number;
}

/** Arcs between linked spans, for the lines in view only. */
export function Relations({ core, content, lineTop, pointer, layout, clearancePx }: RelationsProps) {
  const [arcs, setArcs] = useState<readonly Arc[]>([]);
  const version = core.version;

  useLayoutEffect(() => {
    const root = content.current;
    if (!root) return;
    const next = measure(core, root, lineTop, pointer, clearancePx);
    setArcs((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    // Measured after each change of the document, of the screen, and of the pointer while a link is drawn.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [core, version, content, layout, pointer, clearancePx]);

  if (arcs.length === 0) return null;
  return (
    <svg className={classes.arcs} aria-hidden>
      <defs>
        <marker id="text-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto-start-reverse"><path d="M0,0.8 L7,4 L0,7.2 Z" fill="context-stroke" /></marker>
      </defs>
      {arcs.map((arc) => (
        <g key={arc.id} className={classes.arc} data-selected={arc.selected || undefined} onPointerDown={(e) => { e.stopPropagation(); core.selectRelation(arc.id); }}>
          <path d={arc.path} className={classes.arcHit} />
          <path d={arc.path} className={classes.arcLine} stroke={arc.color} markerEnd="url(#text-arrow)" />
          {arc.name !== '' && <text x={arc.x} y={arc.y} className={classes.arcName}>{arc.name}</text>}
        </g>
      ))}
    </svg>
  );
}

function measure(core: TextCore, root: HTMLElement, lineTop: (index: number) => number, pointer: { x: number; y: number } | undefined, clearancePx: number): Arc[] {
  const origin = root.getBoundingClientRect();
  const place = (id: string): { x: number; y: number; drawn: boolean } | undefined => {
    const region = core.region(id);
    if (!region || !isSpan(region) || core.flags(id).hidden) return undefined;
    const block = core.document.blockAt({ input: region.shape.input, offset: region.shape.start });
    if (!block) return undefined;
    const line = root.querySelector(`[data-line="${block.index}"]`);
    const node = textNodeOf(line);
    const rect = node && characterRect(node, region.shape.start - block.start);
    if (!rect) return { x: origin.width / 2, y: lineTop(block.index), drawn: false };
    return { x: rect.left - origin.left + 4, y: rect.top - origin.top - clearancePx, drawn: true };
  };
  const arcs: Arc[] = [];
  const types = new Map((core.ontology.relations ?? []).map((r) => [r.name, r]));
  for (const relation of core.relations) {
    const from = place(relation.from);
    const to = place(relation.to);
    if (!from || !to || (!from.drawn && !to.drawn)) continue;
    const type = types.get(relation.name);
    const { path, x, y } = curve(from, to);
    arcs.push({ id: relation.id, path, x, y, color: type?.color ?? 'gray', name: type?.title ?? relation.name, selected: core.selectedRelation?.id === relation.id });
  }
  const source = core.relateFrom === undefined ? undefined : place(core.relateFrom);
  const over = core.relateOver === undefined ? undefined : place(core.relateOver);
  const free = pointer && core.toolPath() === 'select.dragging' ? { x: pointer.x - origin.left, y: pointer.y - origin.top } : undefined;
  const target = over ?? free;
  if (source && target) arcs.push({ id: 'new', path: curve(source, target).path, x: 0, y: 0, color: 'var(--mantine-primary-color-filled)', name: '', selected: true });
  return arcs;
}

function curve(from: { x: number; y: number }, to: { x: number; y: number }): { path: string; x: number; y: number } {
  const sameRow = Math.abs(from.y - to.y) < 8;
  const lift = sameRow ? 9 + Math.min(14, Math.abs(to.x - from.x) / 22) : 14;
  const y1 = from.y - 1;
  const y2 = to.y - 1;
  const path = `M${r(from.x)},${r(y1)} C${r(from.x)},${r(y1 - lift)} ${r(to.x)},${r(y2 - lift)} ${r(to.x)},${r(y2)}`;
  // The middle of a cubic Bézier curve.
  return { path, x: r((from.x + to.x) / 2), y: r((y1 + y2) / 8 + (3 * (y1 - lift + y2 - lift)) / 8 - 2) };
}

const r = (n: number): number => Math.round(n * 10) / 10;
