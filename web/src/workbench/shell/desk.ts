import { Signal, type Issue } from '../../engine/core';
import type { AnnotationContent } from '../../engine/model';
import { ActiveTimeMeter } from './activeTime';
import { DraftKeeper, newestDraft, type DraftSink } from './drafts';
import type { LocalStore, OutboxEntry } from './localStore';
import { holdMs, type Outbox } from './outbox';
import { prepareTask, type PrepareDeps, type Prepared, type PrepareRequest } from './prepare';
import { isSameWork, Queue, type Claimed, type QueueItem, type QueueWire } from './queue';
import { statusOf, type Status } from './status';
import type { Ownership, TabLock } from './tabLock';

/** What a desk does with one kind of claimed work. */
export interface DeskKind<C extends Claimed> {
  request(claimed: C): Omit<PrepareRequest, 'draft'>;
  /** Names the draft on this device: the same after a reload. */
  draftKey(claimed: C): string;
  serverDraft?(claimed: C): { readonly version: number; readonly content: unknown } | undefined;
  /** How long an answer to it may still be taken back; `holdMs` if it does not say. */
  holdMs?(claimed: C): number;
  /** The server has the answer, and said this to it. Not called after a reload: nobody is looking at that task any more. */
  received?(claimed: C, content: AnnotationContent, reply: unknown): void;
  sendDraft?(claimed: C, draft: { version: number; contentJson: string }, how: { leaving: boolean }): Promise<void>;
}

export interface DeskDeps<C extends Claimed> extends PrepareDeps {
  readonly project: string;
  readonly store: LocalStore;
  readonly outbox: Outbox;
  readonly wire: QueueWire<C>;
  readonly kind: DeskKind<C>;
  lock(beforeLettingGo: () => Promise<void>): TabLock;
  now?(): number;
}

/** An answer that was handed in from this page, to look at again. */
export interface HandedIn<C> { readonly id: string; readonly at: number; readonly claimed: C; readonly content: AnnotationContent; readonly kind: OutboxEntry['kind'] }

export type NewEntry = Pick<OutboxEntry, 'id' | 'kind' | 'route' | 'body'>;

interface Opened<C extends Claimed> {
  readonly task: string;
  readonly claimed: C;
  readonly prepared: Prepared;
  readonly keeper: DraftKeeper;
  readonly unsubscribe: () => void;
}

const recentCount = 10;

/**
 * Where one person works on one project: the queue ahead, the draft of what is on screen, the outbox behind, and the truth about
 * all of it. Holds no React; pages subscribe to `changes`.
 */
export class Desk<C extends Claimed> {
  readonly changes = new Signal();
  readonly meter: ActiveTimeMeter;
  readonly #deps: DeskDeps<C>;
  readonly #now: () => number;
  readonly #lock: TabLock;
  readonly #subscriptions: (() => void)[] = [];
  #queue: Queue<C, Prepared> | undefined;
  #opened: Opened<C> | undefined;
  #issues: readonly Issue[] = [];
  #last: { entry: OutboxEntry; item: QueueItem<C, Prepared> } | undefined;
  #handedIn: readonly HandedIn<C>[] = [];
  #count = 0;
  #holdTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(deps: DeskDeps<C>) {
    this.#deps = deps;
    this.#now = deps.now ?? Date.now;
    this.meter = new ActiveTimeMeter(this.#now());
    this.#lock = deps.lock(() => this.#putAway());
    this.#subscriptions.push(
      this.#lock.changes.subscribe(() => this.#ownershipChanged()),
      deps.outbox.changes.subscribe(() => this.changes.bump()),
      deps.outbox.onReceived((entry, reply) => {
        const handedIn = this.#handedIn.find((h) => h.id === entry.id);
        if (handedIn) deps.kind.received?.(handedIn.claimed, handedIn.content, reply);
        if (this.#last?.entry.id === entry.id) this.#forgetLast();
        this.#queue?.roomAgain();
        this.changes.bump();
      }),
    );
    this.#ownershipChanged();
  }

  get ownership(): Ownership { return this.#lock.ownership; }
  takeOver(): void { this.#lock.takeOver(); }

  get current(): QueueItem<C, Prepared> | undefined { return this.#queue?.current; }
  get aheadCount(): number { return this.#queue?.ahead.length ?? 0; }
  get isEmpty(): boolean { return this.#queue?.isEmpty ?? false; }
  get failure(): unknown { return this.#queue?.current === undefined ? this.#queue?.failure : undefined; }
  get issues(): readonly Issue[] { return this.#issues; }
  get handedIn(): readonly HandedIn<C>[] { return this.#handedIn; }
  /** Answers handed in from this page. */
  get count(): number { return this.#count; }
  get refused(): readonly OutboxEntry[] { return this.#deps.outbox.refused.filter((e) => e.project === this.#deps.project); }

  get status(): Status {
    const keeper = this.#opened?.keeper;
    const { outbox } = this.#deps;
    return statusOf({
      deviceFailed: (keeper?.deviceFailed ?? false) || outbox.deviceFailed,
      unwritten: (keeper?.unwritten ?? false) || outbox.unwritten,
      unsent: outbox.waiting.length + (keeper?.unsent ? 1 : 0),
      sending: outbox.sending || (keeper?.sending ?? false),
      offline: outbox.offline || (keeper?.offline ?? false) || (this.#queue?.failure !== undefined && !navigatorOnline()),
      signInNeeded: outbox.signInNeeded,
      refused: this.refused.length,
    });
  }
  get waitingCount(): number { return this.#deps.outbox.waiting.length; }

  /** Everything that keeps the answer from being handed in; shown until it is mended. True when there is nothing. */
  checkNow(): boolean {
    const opened = this.#opened;
    if (!opened) return false;
    this.#issues = opened.prepared.plugin.check(opened.prepared.core);
    this.changes.bump();
    return this.#issues.length === 0;
  }

  /**
   * Hands the current task in: the next one is current when this returns. The answer is stored on this device and sent from there.
   * `make` is given the finished content and may take its time (it hashes); until it is stored, the draft stays.
   */
  finish(content: AnnotationContent, make: (claimed: C, activeSeconds: number) => Promise<NewEntry> | NewEntry, kind: OutboxEntry['kind']): void {
    const opened = this.#opened;
    const queue = this.#queue;
    const current = queue?.current;
    if (!queue || !current) return;
    const activeSeconds = Math.round(this.meter.seconds(this.#now()) * 10) / 10;
    const finishedDraft = this.#deps.kind.draftKey(current.claimed);
    opened?.unsubscribe();
    // Not opened: its media could not be shown, and it is skipped.
    const written = opened?.keeper.writeNow().then(() => opened.keeper.close());
    this.#opened = undefined;
    this.#issues = [];
    this.#forgetLast();
    const leaving = this.#leaving;
    leaving.add(current.claimed.lease.id);
    const item = queue.advance();
    if (!item) return;
    if (kind !== 'skip') this.#count++;
    this.#open();
    this.changes.bump();
    const at = this.#now();
    void (async () => {
      try {
        const [made] = await Promise.all([make(item.claimed, activeSeconds), written]);
        const entry: OutboxEntry = {
          ...made, project: this.#deps.project, task: item.claimed.task, taskName: item.claimed.name, lease: item.claimed.lease.id,
          claimed: JSON.stringify(item.claimed), createdAt: at, holdUntil: at + (this.#deps.kind.holdMs?.(item.claimed) ?? holdMs), attempts: 0,
        };
        this.#forgetLast();
        this.#last = { entry, item };
        if (kind !== 'skip') this.#handedIn = [{ id: entry.id, at, claimed: item.claimed, content, kind }, ...this.#handedIn].slice(0, recentCount);
        clearTimeout(this.#holdTimer);
        this.#holdTimer = setTimeout(() => this.changes.bump(), holdMs);
        await this.#deps.outbox.put(entry, finishedDraft);
      } finally {
        leaving.delete(item.claimed.lease.id);
        this.changes.bump();
      }
    })();
  }
  /** Leases whose answer is being made, before the outbox has it. */
  readonly #leaving = new Set<string>();

  /** What can still be taken back, and until when. */
  get takeable(): { readonly name: string; readonly kind: OutboxEntry['kind'] } | undefined {
    return this.#last && this.#last.entry.holdUntil > this.#now() ? { name: this.#last.item.claimed.name, kind: this.#last.entry.kind } : undefined;
  }

  /** Takes the last answer back before it is sent: it is on screen again, with its history. */
  async takeBack(): Promise<boolean> {
    const last = this.#last;
    if (!last || !this.takeable) return false;
    // Away at once, so that a second press takes nothing else back.
    this.#last = undefined;
    const entry = await this.#deps.outbox.takeBack(last.entry.id);
    if (!entry || !this.#queue) {
      last.item.prepared?.dispose();
      return false;
    }
    this.#handedIn = this.#handedIn.filter((h) => h.id !== entry.id);
    if (entry.kind !== 'skip') this.#count--;
    await this.#close();
    this.#queue.putBack(last.item.claimed, last.item.prepared);
    this.#open(true);
    this.changes.bump();
    return true;
  }

  /** Puts a refused answer back on screen, to be mended and handed in anew. */
  async reopen(entry: OutboxEntry, content: AnnotationContent): Promise<void> {
    if (!this.#queue) return;
    const claimed = JSON.parse(entry.claimed) as C;
    const key = this.#deps.kind.draftKey(claimed);
    // Stored as the newest draft before the entry goes: there is always one of them.
    await this.#deps.store.putDraft({ key, version: this.#now(), content: JSON.stringify(content), activeSeconds: 0, savedAt: this.#now() });
    await this.#deps.outbox.takeBack(entry.id);
    await this.#close();
    this.#queue.putBack(claimed, undefined);
    this.#open();
    this.changes.bump();
  }
  retryRefused(id: string): void { void this.#deps.outbox.retry(id); }
  async discardRefused(id: string): Promise<void> {
    await this.#deps.outbox.takeBack(id);
    this.changes.bump();
  }

  /** Asks the server again now: for work, and for what waits to be sent. */
  refresh(): void {
    this.#queue?.refresh();
    this.#deps.outbox.wake();
  }

  input(): void {
    const wasActive = this.meter.isActive(this.#now());
    this.meter.input(this.#now());
    if (!wasActive) this.#queue?.revive();
  }

  visibility(visible: boolean): void {
    this.meter.visibility(visible, this.#now());
    if (visible) this.#queue?.revive();
    else this.flush();
  }

  /** The page is hidden or going away. */
  flush(): void {
    this.#opened?.keeper.flush();
    this.#deps.outbox.flush();
  }

  /** Something said about a task on its way to the server; nothing on screen waits for it. */
  say(task: { readonly task: string; readonly name: string }, entry: Pick<OutboxEntry, 'id' | 'route' | 'body' | 'method'>): void {
    void this.#deps.outbox.put({
      ...entry, kind: 'comment', project: this.#deps.project, task: task.task, taskName: task.name, claimed: '', createdAt: this.#now(), holdUntil: 0, attempts: 0,
    });
  }

  /** The person leaves: what was begun stays his, what was not is given back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.flush();
    const begun = (c: C): boolean => {
      const current = this.#opened;
      return current !== undefined && isSameWork(current.claimed, c) && (current.prepared.origin === 'draft' || current.prepared.core.undoLabel !== undefined);
    };
    const given = this.#queue?.claimed.filter((c) => !begun(c)) ?? [];
    void Promise.allSettled([this.#putAway(), ...given.map((c) => this.#deps.wire.release(c))]).finally(() => this.#lock.close());
    clearTimeout(this.#holdTimer);
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  // ---

  #ownershipChanged(): void {
    if (this.#lock.ownership === 'mine' && !this.#queue && !this.#closed) {
      const { kind, store, outbox } = this.#deps;
      this.#queue = new Queue<C, Prepared>(
        this.#deps.wire,
        (claimed, signal) =>
          prepareTask(this.#deps, {
            ...kind.request(claimed),
            draft: async () => newestDraft(await store.draft(kind.draftKey(claimed)).catch(() => undefined), kind.serverDraft?.(claimed)),
          }, signal),
        {
          isAlive: (withinMs) => this.meter.isActive(this.#now(), withinMs),
          leavingLeases: () => [...this.#leaving, ...outbox.entries.flatMap((e) => (e.project === this.#deps.project && e.lease !== undefined ? [e.lease] : []))],
        },
      );
      this.#queue.changes.subscribe(() => {
        this.#open();
        this.changes.bump();
      });
      this.#queue.start();
    }
    this.changes.bump();
  }

  /** Starts to keep what is on screen safe, once it is ready. */
  #open(dirty = false): void {
    const item = this.#queue?.current;
    if (!item?.prepared || this.#opened?.prepared === item.prepared) return;
    const { kind, store } = this.#deps;
    const { claimed, prepared } = item;
    this.meter.restart(this.#now(), prepared.activeSeconds);
    const sink: DraftSink = {
      store,
      now: this.#now,
      ...(kind.sendDraft && { send: (draft, how) => kind.sendDraft!(item.claimed, draft, how) }),
    };
    const keeper = new DraftKeeper({
      key: kind.draftKey(claimed), version: prepared.draftVersion, content: () => prepared.core.toContent(), activeSeconds: () => this.meter.seconds(this.#now()),
    }, sink);
    let checking = false;
    const stops = [
      keeper.changes.subscribe(() => this.changes.bump()),
      prepared.core.changes.on((change) => {
        if (change.cause === 'load') return;
        keeper.changed();
        if (this.#issues.length === 0 || checking) return;
        checking = true;
        setTimeout(() => {
          checking = false;
          if (this.#opened?.prepared === prepared && this.#issues.length > 0) this.checkNow();
        }, 150);
      }),
    ];
    this.#opened = { task: claimed.task, claimed, prepared, keeper, unsubscribe: () => stops.forEach((stop) => stop()) };
    if (dirty) keeper.changed();
  }

  /** What is on screen goes back behind: written, not handed in. */
  async #close(): Promise<void> {
    const opened = this.#opened;
    if (!opened) return;
    this.#opened = undefined;
    opened.unsubscribe();
    void opened.keeper.sendNow(true);
    await opened.keeper.writeNow();
    await opened.keeper.close();
  }

  async #putAway(): Promise<void> {
    const queue = this.#queue;
    this.#queue = undefined;
    await this.#close();
    this.#forgetLast();
    queue?.stop();
    this.changes.bump();
  }

  #forgetLast(): void {
    const last = this.#last;
    this.#last = undefined;
    if (last) this.#deps.outbox.letGo(last.entry.id);
    // The page may still be drawing it in this frame.
    if (last) setTimeout(() => last.item.prepared?.dispose(), 0);
  }
}

const navigatorOnline = (): boolean => typeof navigator === 'undefined' || navigator.onLine !== false;
