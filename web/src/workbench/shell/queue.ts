import { Signal } from '../../engine/core';
import type { LeaseTicket } from '../../lib/contracts';
import { backoffMs } from './backoff';

/** The task in front of the person and two more. */
export const depth = 3;
/** How often an empty queue is asked again. */
export const emptyRetryMs = 10_000;
/** How soon to ask again when the person holds as much as he may, unless an answer is received before. */
export const fullRetryMs = 1_000;

export interface Claimed {
  readonly lease: LeaseTicket;
  readonly task: string;
  readonly name: string;
  /** In review: the answer to judge. Two answers to one task are two pieces of work. */
  readonly annotation?: { readonly id: string } | undefined;
}

/** Whether two leases are for the same piece of work. */
export const isSameWork = (a: Claimed, b: Claimed): boolean => a.task === b.task && a.annotation?.id === b.annotation?.id;

/** Anything that holds decoded media or an editor. */
export interface Disposable { dispose(): void }

export type HeartbeatResult = { readonly kind: 'extended'; readonly expiresAt: string } | { readonly kind: 'lost' };

export interface QueueWire<C extends Claimed> {
  /**
   * Undefined when nothing is waiting; 'full' when the person holds as much as he may until an answer that is on its way has arrived.
   * Rejects when the server was not reached.
   */
  claim(have: readonly string[], signal: AbortSignal): Promise<C | 'full' | undefined>;
  heartbeat(claimed: C): Promise<HeartbeatResult>;
  release(claimed: C): Promise<void>;
}

export interface QueueItem<C extends Claimed, P extends Disposable> {
  /** The ticket changes when the lease had to be taken again. */
  readonly claimed: C;
  /** Undefined until media and editor are ready. */
  readonly prepared: P | undefined;
  readonly failure: unknown;
  /** The lease ended and somebody else may have the task. The work goes on; what is handed in is kept all the same. */
  readonly leaseLost: boolean;
}

interface Slot<C extends Claimed, P extends Disposable> {
  claimed: C;
  prepared: P | undefined;
  failure: unknown;
  leaseLost: boolean;
  abort: AbortController;
  beat: ReturnType<typeof setTimeout> | undefined;
}

export interface QueueOptions {
  readonly depth?: number;
  /** Whether somebody is at work: a forgotten tab must not hold tasks for ever. */
  readonly isAlive?: (withinMs: number) => boolean;
  /** Leases that are on their way out (in the outbox) and must not be given again. */
  readonly leavingLeases?: () => readonly string[];
  readonly random?: () => number;
}

/**
 * Tasks held ahead of the person: claimed, their media decoded, their editors built, so that the next one is on screen in the
 * frame in which the last one is handed in.
 */
export class Queue<C extends Claimed, P extends Disposable> {
  readonly changes = new Signal();
  readonly #wire: QueueWire<C>;
  readonly #prepare: (claimed: C, signal: AbortSignal) => Promise<P>;
  readonly #options: QueueOptions;
  #slots: Slot<C, P>[] = [];
  #claiming = false;
  #exhausted = false;
  /** Holds as much as it may. */
  #full = false;
  #failures = 0;
  #failure: unknown;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stopped = true;
  readonly #abort = new AbortController();

  constructor(wire: QueueWire<C>, prepare: (claimed: C, signal: AbortSignal) => Promise<P>, options: QueueOptions = {}) {
    this.#wire = wire;
    this.#prepare = prepare;
    this.#options = options;
  }

  get current(): QueueItem<C, P> | undefined { return this.#slots[0]; }
  get ahead(): readonly QueueItem<C, P>[] { return this.#slots.slice(1); }
  get claimed(): readonly C[] { return this.#slots.map((s) => s.claimed); }
  /** Nothing in hand, and the server has nothing. */
  get isEmpty(): boolean { return this.#slots.length === 0 && this.#exhausted; }
  /** Why the server could not be asked, when it could not. */
  get failure(): unknown { return this.#failure; }

  start(): void {
    this.#stopped = false;
    this.#fill();
  }

  /** Asks again now. */
  refresh(): void {
    if (this.#stopped) return;
    this.#exhausted = false;
    for (const slot of this.#slots) if (slot.failure !== undefined) this.#load(slot);
    this.#fill();
  }

  /** An answer has arrived: there may be room for another task. */
  roomAgain(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#fill();
  }

  /** Takes the current item away, without disposing of it, and shows the next. */
  advance(): QueueItem<C, P> | undefined {
    const done = this.#slots.shift();
    if (!done) return undefined;
    clearTimeout(done.beat);
    this.changes.bump();
    // A place is free; what the server said before may no longer be so.
    this.#exhausted = false;
    this.#fill();
    return done;
  }

  /** Puts an item in front again (a submit was taken back). */
  putBack(claimed: C, prepared: P | undefined): void {
    const slot: Slot<C, P> = { claimed, prepared, failure: undefined, leaseLost: false, abort: new AbortController(), beat: undefined };
    this.#slots.unshift(slot);
    if (!prepared) this.#load(slot);
    this.#scheduleBeat(slot);
    this.changes.bump();
  }

  /** Somebody came back to the page: leases that ended meanwhile are taken again. */
  revive(): void {
    for (const slot of this.#slots) if (slot.leaseLost || Date.parse(slot.claimed.lease.expiresAt) <= Date.now()) void this.#beat(slot);
  }

  /** Holds nothing any more in this page; the leases stay for whoever takes over (another tab). */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#abort.abort();
    for (const slot of this.#slots) this.#drop(slot);
    this.#slots = [];
    this.changes.bump();
  }

  #drop(slot: Slot<C, P>): void {
    clearTimeout(slot.beat);
    slot.abort.abort();
    slot.prepared?.dispose();
    slot.prepared = undefined;
  }

  #fill(): void {
    if (this.#stopped || this.#claiming || this.#exhausted || this.#slots.length >= (this.#options.depth ?? depth)) return;
    void this.#claimOne();
  }

  async #claimOne(): Promise<void> {
    clearTimeout(this.#retry);
    this.#claiming = true;
    this.#full = false;
    try {
      const have = [...this.#slots.map((s) => s.claimed.lease.id), ...(this.#options.leavingLeases?.() ?? [])];
      const claimed = await this.#wire.claim(have, this.#abort.signal);
      if (this.#stopped) return;
      this.#failures = 0;
      this.#failure = undefined;
      if (claimed === 'full') this.#full = true;
      else if (claimed) this.#take(claimed);
      else this.#exhausted = true;
    } catch (error) {
      if (this.#stopped) return;
      this.#failures++;
      this.#failure = error;
    } finally {
      this.#claiming = false;
    }
    this.changes.bump();
    if (this.#failures > 0) this.#retryIn(backoffMs(this.#failures, this.#options.random));
    else if (this.#exhausted) this.#retryIn(emptyRetryMs);
    else if (this.#full) this.#retryIn(fullRetryMs);
    else this.#fill();
  }

  #retryIn(ms: number): void {
    clearTimeout(this.#retry);
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.#exhausted = false;
      this.#fill();
    }, ms);
  }

  #take(claimed: C): void {
    const known = this.#slots.find((s) => isSameWork(s.claimed, claimed));
    if (known) {
      // Our own task under a new lease. Asking for more would give the same again.
      known.claimed = { ...known.claimed, lease: claimed.lease };
      known.leaseLost = false;
      this.#scheduleBeat(known);
      this.#exhausted = true;
      return;
    }
    const slot: Slot<C, P> = { claimed, prepared: undefined, failure: undefined, leaseLost: false, abort: new AbortController(), beat: undefined };
    this.#slots.push(slot);
    this.#load(slot);
    this.#scheduleBeat(slot);
  }

  #load(slot: Slot<C, P>): void {
    slot.failure = undefined;
    this.#prepare(slot.claimed, slot.abort.signal).then(
      (prepared) => {
        if (!this.#slots.includes(slot)) return prepared.dispose();
        slot.prepared = prepared;
        this.changes.bump();
      },
      (error: unknown) => {
        if (slot.abort.signal.aborted) return;
        slot.failure = error ?? new Error('The media could not be loaded.');
        this.changes.bump();
      },
    );
  }

  #scheduleBeat(slot: Slot<C, P>): void {
    clearTimeout(slot.beat);
    slot.beat = setTimeout(() => void this.#beat(slot), (slot.claimed.lease.leaseSeconds * 1000) / 3);
  }

  async #beat(slot: Slot<C, P>): Promise<void> {
    if (this.#stopped || !this.#slots.includes(slot)) return;
    if (!(this.#options.isAlive?.(slot.claimed.lease.leaseSeconds * 1000) ?? true)) return this.#scheduleBeat(slot);
    try {
      const result = await this.#wire.heartbeat(slot.claimed);
      if (!this.#slots.includes(slot)) return;
      if (result.kind === 'extended') {
        slot.claimed = { ...slot.claimed, lease: { ...slot.claimed.lease, expiresAt: result.expiresAt } };
        slot.leaseLost = false;
      } else if (slot === this.#slots[0]) {
        // Begun work is never taken off the screen. The claim may give us the same task again.
        slot.leaseLost = true;
        this.#exhausted = false;
        this.#fillEvenWhenFull();
      } else {
        this.#drop(slot);
        this.#slots = this.#slots.filter((s) => s !== slot);
        this.#exhausted = false;
        this.#fill();
      }
      this.changes.bump();
    } catch {
      // Not reached: the next beat is soon enough, a third of the lease.
    }
    if (this.#slots.includes(slot)) this.#scheduleBeat(slot);
  }

  #fillEvenWhenFull(): void {
    if (!this.#claiming && !this.#stopped) void this.#claimOne();
  }
}
