import type { Position } from '../../engine/text';

/** The text of a line: one node, found from any element of the line. */
export function textNodeOf(line: Element | null | undefined): Text | undefined {
  const node = line?.querySelector('[data-text]')?.firstChild;
  return node instanceof Text ? node : undefined;
}

/** Where a character is drawn, in the window. */
export function characterRect(node: Text, offset: number): DOMRect | undefined {
  if (node.length === 0) return undefined;
  const range = document.createRange();
  const at = Math.min(Math.max(0, offset), node.length - 1);
  range.setStart(node, at);
  range.setEnd(node, at + 1);
  // A pair of surrogates or a cluster may draw nothing for one half.
  return range.getClientRects()[0] ?? range.getBoundingClientRect();
}

export interface CaretRect { readonly x: number; readonly top: number; readonly bottom: number }

/** Where a caret before this character is drawn, in the window. */
export function caretRect(line: Element, node: Text | undefined, offset: number, rightToLeft: boolean): CaretRect {
  const rect = node && characterRect(node, offset);
  if (!node || !rect) {
    const box = (line.querySelector('[data-text]') ?? line).getBoundingClientRect();
    return { x: rightToLeft ? box.right : box.left, top: box.top + 6, bottom: box.bottom - 6 };
  }
  const after = offset >= node.length;
  return { x: after !== rightToLeft ? rect.right : rect.left, top: rect.top, bottom: rect.bottom };
}

export interface TextHit {
  /** Between two characters: where a caret goes. */
  readonly caret: Position;
  /** The character under the pointer. */
  readonly character: Position;
  /** Whether the pointer is on a character, and not beside the text. */
  readonly inside: boolean;
}

interface CaretDocument { caretPositionFromPoint?(x: number, y: number): { readonly offsetNode: Node; readonly offset: number } | null; caretRangeFromPoint?(x: number, y: number): Range | null }

/** The place in a text under a point of the window. */
export function hitTest(root: HTMLElement, x: number, y: number): TextHit | undefined {
  const doc = document as unknown as CaretDocument;
  const found = doc.caretPositionFromPoint?.(x, y);
  const range = found ? undefined : doc.caretRangeFromPoint?.(x, y);
  let node: Node | undefined = found?.offsetNode ?? range?.startContainer;
  let offset = found?.offset ?? range?.startOffset ?? 0;
  let line = node instanceof Element ? node.closest<HTMLElement>('[data-line]') : node?.parentElement?.closest<HTMLElement>('[data-line]');
  if (!line || !root.contains(line) || !(node instanceof Text) || !node.parentElement?.hasAttribute('data-text')) {
    line = lineAt(root, y);
    if (!line) return undefined;
    node = textNodeOf(line);
    const box = line.getBoundingClientRect();
    offset = node instanceof Text && (y > box.bottom || x > box.left + box.width / 2) ? node.length : 0;
  }
  const input = line.dataset['input'] ?? '';
  const start = Number(line.dataset['start']);
  const caret = { input, offset: start + offset };
  if (!(node instanceof Text) || node.length === 0) return { caret, character: caret, inside: false };
  for (const at of [offset - 1, offset]) {
    const rect = at >= 0 && at < node.length ? characterRect(node, at) : undefined;
    if (rect && x >= rect.left && x <= rect.right && y >= rect.top - 4 && y <= rect.bottom + 6) return { caret, character: { input, offset: start + at }, inside: true };
  }
  return { caret, character: { input, offset: start + Math.min(offset, node.length - 1) }, inside: false };
}

/** The line nearest to a height. */
function lineAt(root: HTMLElement, y: number): HTMLElement | null {
  let nearest: HTMLElement | null = null;
  let distance = Infinity;
  for (const line of root.querySelectorAll<HTMLElement>('[data-line]')) {
    const box = line.getBoundingClientRect();
    const d = y < box.top ? box.top - y : y > box.bottom ? y - box.bottom : 0;
    if (d < distance) {
      distance = d;
      nearest = line;
    }
  }
  return nearest;
}
