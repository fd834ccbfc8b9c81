import type { LabelClass } from '../../engine/model';

/** What a stretch of a line is painted as: a class by its place in the ontology, or a state. */
export type Paint = `class${number}` | `suggested${number}` | 'range' | 'hovered' | 'selected' | 'target' | 'added' | 'removed';
export interface LineMark { readonly paint: Paint; /** From the start of the line. */ readonly start: number; readonly end: number }

let painters = 0;

/** Marks go under states, so that what is selected is seen on any colour. */
const priorities: Readonly<Record<string, number>> = { removed: 0, added: 1, hovered: 3, target: 4, range: 5, selected: 6 };

/**
 * Paints stretches of text with the CSS Custom Highlight API: one Highlight for each class and state, holding the ranges of the lines
 * that are in view. The text itself stays one node a line, whatever overlaps on it.
 */
export class HighlightPainter {
  static readonly isSupported = typeof CSS !== 'undefined' && 'highlights' in CSS && typeof Highlight !== 'undefined';

  readonly #prefix = `text${++painters}`;
  readonly #highlights = new Map<Paint, Highlight>();
  readonly #lines = new Map<number, (readonly [Paint, StaticRange])[]>();
  readonly #sheet: CSSStyleSheet | undefined;

  constructor(classes: readonly LabelClass[]) {
    if (!HighlightPainter.isSupported) return;
    // A constructed sheet: the page's content security policy allows no style elements without its nonce.
    this.#sheet = new CSSStyleSheet();
    const rule = (paint: Paint, css: string): string => `::highlight(${this.#prefix}-${paint}) { ${css} }`;
    this.#sheet.replaceSync([
      ...classes.flatMap((c, i) => [
        rule(`class${i}`, `background-color: color-mix(in srgb, ${c.color} 24%, transparent); text-decoration: underline 2px ${c.color};`),
        rule(`suggested${i}`, `background-color: color-mix(in srgb, ${c.color} 10%, transparent); text-decoration: underline 2px dashed ${c.color};`),
      ]),
      rule('range', 'background-color: color-mix(in srgb, var(--mantine-primary-color-filled, #0b6573) 34%, transparent);'),
      rule('selected', 'background-color: color-mix(in srgb, var(--mantine-primary-color-filled, #0b6573) 30%, transparent);'),
      rule('hovered', 'background-color: light-dark(rgb(0 0 0 / 9%), rgb(255 255 255 / 12%));'),
      rule('target', 'background-color: light-dark(rgb(255 200 0 / 45%), rgb(255 200 0 / 32%));'),
      rule('added', 'background-color: light-dark(rgb(20 150 60 / 22%), rgb(60 200 110 / 26%)); text-decoration: underline 2px light-dark(#14803a, #4cc97d);'),
      rule('removed', 'background-color: light-dark(rgb(200 40 40 / 16%), rgb(240 90 90 / 24%)); text-decoration: line-through 1.5px light-dark(#b3261e, #ff9a92);'),
    ].join('\n'));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
  }

  setLine(index: number, node: Text, marks: readonly LineMark[]): void {
    this.clearLine(index);
    if (!this.#sheet || marks.length === 0) return;
    const ranges = marks.map(({ paint, start, end }) => {
      const range = new StaticRange({ startContainer: node, startOffset: Math.min(start, node.length), endContainer: node, endOffset: Math.min(end, node.length) });
      this.#highlight(paint).add(range);
      return [paint, range] as const;
    });
    this.#lines.set(index, ranges);
  }

  clearLine(index: number): void {
    for (const [paint, range] of this.#lines.get(index) ?? []) this.#highlights.get(paint)?.delete(range);
    this.#lines.delete(index);
  }

  dispose(): void {
    for (const paint of this.#highlights.keys()) CSS.highlights.delete(`${this.#prefix}-${paint}`);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== this.#sheet);
  }

  #highlight(paint: Paint): Highlight {
    let highlight = this.#highlights.get(paint);
    if (!highlight) {
      highlight = new Highlight();
      highlight.priority = priorities[paint] ?? 2;
      this.#highlights.set(paint, highlight);
      CSS.highlights.set(`${this.#prefix}-${paint}`, highlight);
    }
    return highlight;
  }
}
