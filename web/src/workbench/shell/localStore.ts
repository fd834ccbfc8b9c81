import type { InputError } from '../../lib/problem';

/** A draft on this device. */
export interface LocalDraft {
  readonly key: string;
  readonly version: number;
  /** JSON text of the content. */
  readonly content: string;
  readonly activeSeconds: number;
  readonly savedAt: number;
}

export interface Refusal { readonly status: number; readonly code: string; readonly title: string; readonly detail?: string; readonly errors?: readonly InputError[] }

export type OutboxKind = 'annotation' | 'review' | 'skip' | 'comment';

/** A finished answer on its way to the server. `body` is sent as it is: the content's hash is taken over these bytes. */
export interface OutboxEntry {
  /** The id that the client made (ann_…, rev_…); for a skip, the lease's. */
  readonly id: string;
  readonly kind: OutboxKind;
  readonly project: string;
  readonly task: string;
  readonly taskName: string;
  /** Absent when the answer ends no lease (a comment). */
  readonly lease?: string;
  /** POST when absent. */
  readonly method?: 'POST' | 'PATCH';
  readonly route: string;
  readonly body: string;
  /** Everything needed to open it again: the claimed task or review, as JSON text. */
  readonly claimed: string;
  readonly createdAt: number;
  /** Until then the person may take it back. */
  readonly holdUntil: number;
  readonly attempts: number;
  readonly refusal?: Refusal;
}

/** What this device keeps for one person. The browser's database in the product, memory in the tests. */
export interface LocalStore {
  draft(key: string): Promise<LocalDraft | undefined>;
  putDraft(draft: LocalDraft): Promise<void>;
  removeDraft(key: string): Promise<void>;
  entries(): Promise<OutboxEntry[]>;
  entry(id: string): Promise<OutboxEntry | undefined>;
  /** Stores the answer and takes its draft away in one transaction: there is no moment without either. */
  putEntry(entry: OutboxEntry, finishedDraft?: string): Promise<void>;
  removeEntry(id: string): Promise<void>;
}

export class MemoryStore implements LocalStore {
  readonly drafts = new Map<string, LocalDraft>();
  readonly outbox = new Map<string, OutboxEntry>();

  async draft(key: string): Promise<LocalDraft | undefined> { return this.drafts.get(key); }
  async putDraft(draft: LocalDraft): Promise<void> { this.drafts.set(draft.key, draft); }
  async removeDraft(key: string): Promise<void> { this.drafts.delete(key); }
  async entries(): Promise<OutboxEntry[]> { return [...this.outbox.values()].sort(byAge); }
  async entry(id: string): Promise<OutboxEntry | undefined> { return this.outbox.get(id); }
  async putEntry(entry: OutboxEntry, finishedDraft?: string): Promise<void> {
    this.outbox.set(entry.id, entry);
    if (finishedDraft !== undefined) this.drafts.delete(finishedDraft);
  }
  async removeEntry(id: string): Promise<void> { this.outbox.delete(id); }
}

export const byAge = (a: OutboxEntry, b: OutboxEntry): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
