import { composeDiffs, invertDiff, isEmptyDiff, type Diff } from './records';

interface Entry { readonly label: string; readonly diff: Diff; readonly coalesce: string | undefined }

/** A place in the history to come back to: a gesture begins with a mark, Escape bails to it, the end squashes it into one step. */
export interface Mark { readonly depth: number; readonly redo: readonly Entry[] }

/** Undo and redo as stacks of diffs. Holds no document: the caller applies what it gives back. */
export class History {
  #undo: Entry[] = [];
  #redo: readonly Entry[] = [];

  get undoLabel(): string | undefined { return this.#undo.at(-1)?.label; }
  get redoLabel(): string | undefined { return this.#redo.at(-1)?.label; }
  get depth(): number { return this.#undo.length; }

  /** @param coalesce Two neighbouring entries with the same key become one step (a held arrow key, typing in one field). */
  push(label: string, diff: Diff, coalesce?: string): void {
    const last = this.#undo.at(-1);
    this.#redo = [];
    if (last && coalesce !== undefined && last.coalesce === coalesce) {
      const merged = composeDiffs([last.diff, diff]);
      if (isEmptyDiff(merged)) this.#undo.pop();
      else this.#undo[this.#undo.length - 1] = { label, diff: merged, coalesce };
    } else this.#undo.push({ label, diff, coalesce });
  }

  /** Ends coalescing: the next entry is a step of its own. */
  seal(): void {
    const last = this.#undo.at(-1);
    if (last?.coalesce !== undefined) this.#undo[this.#undo.length - 1] = { ...last, coalesce: undefined };
  }

  mark(): Mark {
    this.seal();
    return { depth: this.#undo.length, redo: this.#redo };
  }

  /** Forgets everything since the mark, also for redo. Returns what the document must apply. */
  bail(mark: Mark): Diff {
    const dropped = this.#undo.splice(mark.depth);
    if (dropped.length > 0) this.#redo = mark.redo;
    return invertDiff(composeDiffs(dropped.map((e) => e.diff)));
  }

  squash(mark: Mark, label?: string): void {
    const since = this.#undo.splice(mark.depth);
    const diff = composeDiffs(since.map((e) => e.diff));
    if (!isEmptyDiff(diff)) this.#undo.push({ label: label ?? since.at(-1)!.label, diff, coalesce: undefined });
    else if (since.length > 0) this.#redo = mark.redo;
  }

  undo(): { label: string; diff: Diff } | undefined {
    const entry = this.#undo.pop();
    if (!entry) return undefined;
    this.#redo = [...this.#redo, entry];
    return { label: entry.label, diff: invertDiff(entry.diff) };
  }

  redo(): { label: string; diff: Diff } | undefined {
    const entry = this.#redo.at(-1);
    if (!entry) return undefined;
    this.#redo = this.#redo.slice(0, -1);
    this.#undo.push({ ...entry, coalesce: undefined });
    return entry;
  }

  clear(): void {
    this.#undo = [];
    this.#redo = [];
  }
}
