import { Signal } from '../../engine/core';
import { backoffMs } from './backoff';
import { byAge, type LocalStore, type OutboxEntry, type Refusal } from './localStore';

/** How long a finished answer may still be taken back. Shown to the person, and cut short when the page is hidden. */
export const holdMs = 3_000;

/** What came of sending: what the server stored, what it refused for good, or why to try again later. */
export type SendResult =
  /** With what the server said to it, where that is of use to anybody. */
  | { readonly kind: 'received'; readonly reply?: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'sign_in' };

export interface OutboxWire {
  send(entry: OutboxEntry, how: { leaving: boolean }): Promise<SendResult>;
  /** Resolves when somebody has signed in again. */
  signedIn(): Promise<void>;
}

export interface OutboxOptions {
  readonly now?: () => number;
  readonly random?: () => number;
  /** Keeps two tabs from sending at the same time. Sending twice is harmless, only wasteful. */
  readonly exclusive?: (work: () => Promise<void>) => Promise<void>;
}

/**
 * Finished answers on their way to the server. An answer is stored on this device before it is sent and removed when the server's
 * receipt is there. What the server refuses stays, with the reason, until the person decides.
 */
export class Outbox {
  readonly changes = new Signal();
  readonly #store: LocalStore;
  readonly #wire: OutboxWire;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #exclusive: (work: () => Promise<void>) => Promise<void>;
  #entries = new Map<string, OutboxEntry>();
  /** Not yet written to this device. */
  readonly #unwritten = new Map<string, { entry: OutboxEntry; finishedDraft: string | undefined }>();
  #deviceFailed = false;
  #passing: Promise<void> | undefined;
  #sending: string | undefined;
  #failures = 0;
  #signInNeeded = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = 0;
  #closed = false;
  readonly #receivedListeners = new Set<(entry: OutboxEntry, reply: unknown) => void>();

  constructor(store: LocalStore, wire: OutboxWire, options: OutboxOptions = {}) {
    this.#store = store;
    this.#wire = wire;
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.#exclusive = options.exclusive ?? ((work) => work());
  }

  /** Every answer that the server has not confirmed, oldest first. */
  get entries(): readonly OutboxEntry[] { return [...this.#entries.values()].sort(byAge); }
  get waiting(): readonly OutboxEntry[] { return this.entries.filter((e) => !e.refusal); }
  get refused(): readonly OutboxEntry[] { return this.entries.filter((e) => e.refusal); }
  get unwritten(): boolean { return this.#unwritten.size > 0; }
  get deviceFailed(): boolean { return this.#deviceFailed; }
  get sending(): boolean { return this.#sending !== undefined; }
  get offline(): boolean { return this.#failures > 0 && this.waiting.length > 0; }
  get signInNeeded(): boolean { return this.#signInNeeded; }

  onReceived(listener: (entry: OutboxEntry, reply: unknown) => void): () => void {
    this.#receivedListeners.add(listener);
    return () => void this.#receivedListeners.delete(listener);
  }

  /** Takes up what an earlier page left behind, and sends it. */
  async start(): Promise<void> {
    const stored = await this.#store.entries();
    this.#entries = new Map([...stored.map((e) => [e.id, e] as const), ...this.#entries]);
    this.changes.bump();
    this.#schedule(0);
  }

  /** Resolves when the answer is durably on this device; sending goes on by itself. It is in `entries` at once. */
  async put(entry: OutboxEntry, finishedDraft?: string): Promise<void> {
    this.#entries.set(entry.id, entry);
    this.#unwritten.set(entry.id, { entry, finishedDraft });
    this.changes.bump();
    await this.#write(entry.id);
    // Never simply in this entry's time: an answer that waits since before would be put off by each new one.
    this.#plan();
  }

  /** Nobody can take it back any more: it need not wait. */
  letGo(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.holdUntil <= this.#now()) return;
    this.#entries.set(id, { ...entry, holdUntil: 0 });
    this.#plan();
  }

  /** Gives an answer back to the person: possible while it was not sent, or after it was refused. */
  async takeBack(id: string): Promise<OutboxEntry | undefined> {
    const entry = this.#entries.get(id);
    if (!entry || this.#sending === id) return undefined;
    this.#entries.delete(id);
    this.#unwritten.delete(id);
    this.changes.bump();
    await this.#store.removeEntry(id);
    return entry;
  }

  /** Tries a refused answer again as it is (a right was given back, a limit raised). */
  async retry(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const { refusal: _, ...again } = entry;
    await this.put({ ...again, holdUntil: 0 });
  }

  /** Something changed for the better: the network is back, somebody signed in. */
  wake(): void {
    this.#failures = 0;
    this.changes.bump();
    this.#schedule(0);
  }

  /** The page is hidden or closed: what is held back goes now. */
  flush(): void {
    if (this.waiting.length > 0) void this.#pass(true);
  }

  /** Resolves when no pass is under way. */
  async settled(): Promise<void> { await this.#passing; }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(inMs: number): void {
    const at = this.#now() + inMs;
    // What is planned earlier stays: neither a send nor a retry is put off by what comes after it.
    if (this.#closed || (this.#timer !== undefined && this.#timerAt <= at)) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#pass(false);
    }, inMs);
  }

  async #write(id: string): Promise<void> {
    const pending = this.#unwritten.get(id);
    if (!pending) return;
    try {
      await this.#store.putEntry(pending.entry, pending.finishedDraft);
      // Taken back or replaced while it was being written?
      if (this.#unwritten.get(id) === pending) this.#unwritten.delete(id);
      else if (!this.#entries.has(id)) await this.#store.removeEntry(id);
      this.#deviceFailed = false;
    } catch {
      // It stays in memory, is sent all the same, and the status says what it is worth.
      this.#deviceFailed = true;
    }
    this.changes.bump();
  }

  #pass(leaving: boolean): Promise<void> {
    if (this.#passing) {
      if (!leaving) return this.#passing;
      return this.#passing.then(() => this.#pass(true));
    }
    // While leaving there is no time to wait for another tab.
    const pass = leaving ? this.#sendAll(true) : this.#exclusive(() => this.#sendAll(false));
    this.#passing = pass.finally(() => {
      this.#passing = undefined;
      if (!this.#closed) this.#plan();
    });
    return this.#passing;
  }

  #plan(): void {
    const waiting = this.waiting;
    if (waiting.length === 0) return;
    const now = this.#now();
    const due = Math.max(0, Math.min(...waiting.map((e) => e.holdUntil)) - now);
    this.#schedule(this.#failures > 0 ? Math.max(due, backoffMs(this.#failures, this.#random)) : due);
  }

  async #sendAll(leaving: boolean): Promise<void> {
    for (const id of this.waiting.filter((e) => leaving || e.holdUntil <= this.#now()).map((e) => e.id)) {
      if (this.#unwritten.has(id)) await this.#write(id);
      const entry = this.#entries.get(id);
      if (!entry || entry.refusal) continue;
      // Another tab may have sent it.
      if (!this.#unwritten.has(id) && !(await this.#store.entry(id).catch(() => entry))) {
        this.#received(entry);
        continue;
      }
      if (!this.#entries.has(id)) continue;
      this.#sending = id;
      this.changes.bump();
      const result = await this.#wire.send(entry, { leaving }).catch((): SendResult => ({ kind: 'unreachable' }));
      this.#sending = undefined;
      switch (result.kind) {
        case 'received':
          this.#failures = 0;
          await this.#store.removeEntry(id).catch(() => undefined);
          this.#received(entry, result.reply);
          break;
        case 'refused': {
          this.#failures = 0;
          const refused = { ...entry, attempts: entry.attempts + 1, refusal: result.refusal };
          this.#entries.set(id, refused);
          this.changes.bump();
          await this.#store.putEntry(refused).catch(() => undefined);
          break;
        }
        case 'unreachable':
          this.#failures++;
          this.changes.bump();
          // The others would fare no better.
          return;
        case 'sign_in':
          this.#askToSignIn();
          return;
      }
    }
  }

  #received(entry: OutboxEntry, reply?: unknown): void {
    this.#entries.delete(entry.id);
    this.#unwritten.delete(entry.id);
    this.changes.bump();
    for (const listener of this.#receivedListeners) listener(entry, reply);
  }

  #askToSignIn(): void {
    this.#failures++;
    if (!this.#signInNeeded) {
      this.#signInNeeded = true;
      void this.#wire.signedIn().then(() => {
        this.#signInNeeded = false;
        this.wake();
      }, () => { this.#signInNeeded = false; });
    }
    this.changes.bump();
  }
}
