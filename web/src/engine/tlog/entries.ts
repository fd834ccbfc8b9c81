import { decode } from './bytes';

/** One entry of an access log, as it is proven: canonical JSON with pseudonyms and ids, no names, no content. */
export interface AccessEntry {
  readonly type: string;
  /** UTC, in ms. */
  readonly t: number;
  readonly actor?: string | undefined;
  readonly role?: string | undefined;
  readonly session?: string | undefined;
  readonly purpose?: string | undefined;
  readonly object?: string | undefined;
  readonly project?: string | undefined;
  readonly bytes?: number | undefined;
  readonly rule?: string | undefined;
  readonly decision?: string | undefined;
  readonly salt: string;
}

/** Undefined for what is no entry of ours. */
export function readEntry(bytes: Uint8Array): AccessEntry | undefined {
  try {
    const value: unknown = JSON.parse(decode(bytes) ?? '');
    if (typeof value !== 'object' || value === null) return undefined;
    const members = value as Record<string, unknown>;
    const text = (name: string): string | undefined => (typeof members[name] === 'string' ? members[name] : undefined);
    const number = (name: string): number | undefined => (typeof members[name] === 'number' ? members[name] : undefined);
    const [type, t, salt] = [text('type'), number('t'), text('salt')];
    if (type === undefined || t === undefined || salt === undefined) return undefined;
    return {
      type, t, salt, actor: text('actor'), role: text('role'), session: text('session'), purpose: text('purpose'), object: text('object'), project: text('project'),
      bytes: number('bytes'), rule: text('rule'), decision: text('decision'),
    };
  } catch {
    return undefined;
  }
}

/** What one person did, by his pseudonym in this log. */
export interface Timeline {
  readonly actor: string;
  readonly entries: number;
  readonly reads: number;
  /** Tasks that he was given and has neither answered nor given back, and whose time has not run out. */
  readonly holds: number;
  readonly first: number;
  readonly last: number;
}

/** What a proven log can still have wrong with it: something that the customer should ask about. */
export type Gap =
  | { readonly kind: 'unreadable'; readonly index: number }
  | { readonly kind: 'time_back'; readonly index: number; readonly ms: number }
  | { readonly kind: 'repeated'; readonly index: number; readonly first: number }
  | { readonly kind: 'submit_without_lease'; readonly index: number };

export interface Reading { readonly timelines: readonly Timeline[]; readonly types: Readonly<Record<string, number>>; readonly gaps: readonly Gap[]; readonly gapCount: number }

/** Entries are made outside of the writer, so that two of the same moment may stand the other way round. */
const toleratedMs = 60_000;
const keptGaps = 200;

/** Reads a log entry by entry: who did what, and what does not fit together. */
export class LogReader {
  readonly #timelines = new Map<string, { actor: string; entries: number; reads: number; held: Set<string>; first: number; last: number }>();
  readonly #types = new Map<string, number>();
  readonly #gaps: Gap[] = [];
  readonly #salts = new Map<string, number>();
  readonly #leased = new Set<string>();
  #gapCount = 0;
  #latest = 0;

  add(index: number, bytes: Uint8Array): void {
    const entry = readEntry(bytes);
    if (entry === undefined) return this.#gap({ kind: 'unreadable', index });
    this.#types.set(entry.type, (this.#types.get(entry.type) ?? 0) + 1);
    if (entry.t < this.#latest - toleratedMs) this.#gap({ kind: 'time_back', index, ms: this.#latest - entry.t });
    this.#latest = Math.max(this.#latest, entry.t);
    const before = this.#salts.get(entry.salt);
    if (before === undefined) this.#salts.set(entry.salt, index);
    else this.#gap({ kind: 'repeated', index, first: before });
    if (entry.actor === undefined) return;
    const work = `${entry.actor} ${entry.object ?? ''}`;
    if (entry.type === 'lease') this.#leased.add(work);
    if (entry.type === 'submit' && entry.object !== undefined && !this.#leased.has(work)) this.#gap({ kind: 'submit_without_lease', index });
    const line = this.#timelines.get(entry.actor) ?? { actor: entry.actor, entries: 0, reads: 0, held: new Set<string>(), first: entry.t, last: entry.t };
    line.entries++;
    if (entry.type === 'access.read' || entry.type === 'access.list' || entry.type === 'export') line.reads++;
    if (entry.type === 'lease' && entry.decision === 'taken') line.held.add(work);
    else if (entry.type === 'lease' || entry.type === 'submit' || entry.type === 'review') line.held.delete(work);
    line.first = Math.min(line.first, entry.t);
    line.last = Math.max(line.last, entry.t);
    this.#timelines.set(entry.actor, line);
  }

  finish(): Reading {
    const timelines = [...this.#timelines.values()].map(({ held, ...line }): Timeline => ({ ...line, holds: held.size }));
    return { timelines: timelines.sort((a, b) => b.last - a.last), types: Object.fromEntries(this.#types), gaps: this.#gaps, gapCount: this.#gapCount };
  }

  #gap(gap: Gap): void {
    this.#gapCount++;
    if (this.#gaps.length < keptGaps) this.#gaps.push(gap);
  }
}
