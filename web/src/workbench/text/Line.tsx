import { IconLink, IconMessage } from '@tabler/icons-react';
import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import type { Block } from '../../engine/text';
import { caretRect, characterRect, textNodeOf } from './geometry';
import { HighlightPainter, type LineMark } from './painter';
import classes from './text.module.css';

export interface LineTag {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** From the start of the line. */
  readonly at: number;
  readonly suggested: boolean;
  readonly selected: boolean;
  readonly canLink: boolean;
  readonly comment: string | undefined;
}

export interface LineHandle { readonly id: string; readonly edge: 'start' | 'end'; readonly at: number }

export interface LineProps {
  readonly block: Block;
  readonly text: string;
  readonly title: string | undefined;
  readonly rightToLeft: boolean;
  readonly painter: HighlightPainter;
  readonly marks: readonly LineMark[];
  readonly tags: readonly LineTag[];
  readonly handles: readonly LineHandle[];
  /** From the start of the line. */
  readonly caret: number | undefined;
  readonly width: number;
  /** Equal when everything above is: comparing it is cheaper than comparing lists. */
  readonly signature: string;
  readonly commentLabel: string;
  onOpenComment?: ((id: string) => void) | undefined;
}

/** One line of text: a single text node, and over it what belongs to its spans. */
export const Line = memo(function Line({ block, text, title, rightToLeft, painter, marks, tags, handles, caret, width, commentLabel, onOpenComment }: LineProps) {
  const root = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const node = textNodeOf(root.current);
    if (node) painter.setLine(block.index, node, marks);
  }, [painter, block, marks]);
  useEffect(() => () => painter.clearLine(block.index), [painter, block]);

  // Places are read once the line is laid out, and written without drawing it again.
  useLayoutEffect(() => {
    const line = root.current;
    const layer = over.current;
    if (!line || !layer) return;
    const node = textNodeOf(line);
    const origin = layer.getBoundingClientRect();
    const ends = new Map<number, number>();
    for (const element of layer.querySelectorAll<HTMLElement>('[data-at]')) {
      const at = Number(element.dataset['at']);
      if (element.dataset['kind'] === 'tag') {
        const rect = node && characterRect(node, at);
        if (!rect) continue;
        const top = rect.top - origin.top;
        const row = Math.round(top);
        const size = element.offsetWidth;
        let x = rightToLeft ? origin.right - rect.right : rect.left - origin.left;
        const taken = ends.get(row) ?? -Infinity;
        const shifted = Math.max(x, taken + 4);
        // A tag far from its span would be read as another's: then it is only shown for what is selected.
        const keep = element.dataset['selected'] !== undefined || shifted - x < 40;
        x = Math.min(shifted, Math.max(0, origin.width - size));
        element.style.visibility = keep ? 'visible' : 'hidden';
        if (keep) ends.set(row, x + size);
        element.style.insetInlineStart = `${x}px`;
        element.style.top = `${top - 13}px`;
      } else {
        const edge = element.dataset['edge'];
        // The end's handle hangs on the last character, not on the one after, which may be on the next row.
        const rect = edge === 'end' && node ? endRect(node, at, rightToLeft) : caretRect(line, node, at, rightToLeft);
        element.style.left = `${rect.x - origin.left}px`;
        element.style.top = `${rect.top - origin.top}px`;
        element.style.height = `${rect.bottom - rect.top}px`;
      }
    }
  });

  return (
    <div className={classes.item} dir="auto">
      {title !== undefined && <h3 className={classes.title} dir="auto">{title}</h3>}
      <div ref={root} className={classes.line} data-line={block.index} data-input={block.input} data-start={block.start} dir={rightToLeft ? 'rtl' : 'ltr'} data-width={width}>
        {HighlightPainter.isSupported ? null : <Fallback marks={marks} />}
        <span className={classes.text} data-text>{text}</span>
        <div ref={over} className={classes.over}>
          {tags.map((tag) => (
            <span key={tag.id} className={classes.tag} data-kind="tag" data-at={tag.at} data-selected={tag.selected || undefined} data-suggested={tag.suggested || undefined}>
              <i style={{ background: tag.color }} />
              {tag.name}
              {tag.comment !== undefined && (
                <button type="button" className={classes.tagButton} aria-label={commentLabel} onClick={() => onOpenComment?.(tag.comment!)}><IconMessage size={11} /></button>
              )}
              {tag.canLink && <span className={classes.link} data-link={tag.id} aria-hidden><IconLink size={11} /></span>}
            </span>
          ))}
          {handles.map((h) => <span key={h.edge} className={classes.handle} data-kind="handle" data-at={h.at} data-edge={h.edge} data-handle={h.id} aria-hidden />)}
          {caret !== undefined && <span className={classes.caret} data-kind="caret" data-at={caret} aria-hidden />}
        </div>
      </div>
    </div>
  );
}, (a, b) => a.signature === b.signature && a.block === b.block && a.width === b.width && a.painter === b.painter && a.onOpenComment === b.onOpenComment);

function endRect(node: Text, at: number, rightToLeft: boolean): { x: number; top: number; bottom: number } {
  const rect = characterRect(node, at - 1) ?? new DOMRect();
  return { x: rightToLeft ? rect.left : rect.right, top: rect.top, bottom: rect.bottom };
}

/** For browsers without custom highlights: the number of marks is said, the outliner has them all. */
function Fallback({ marks }: { readonly marks: readonly LineMark[] }) {
  return marks.length === 0 ? null : <span className={classes.fallback} aria-hidden>{marks.length}</span>;
}
