import { Signal } from '../../engine/core';

/** mine: this tab does the work. elsewhere: another one does. waiting: not known yet. */
export type Ownership = 'waiting' | 'mine' | 'elsewhere';

type Message = { readonly kind: 'take_over' };

export interface TabLockDeps {
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: (name: string) => Pick<BroadcastChannel, 'postMessage' | 'close'> & { onmessage: ((e: MessageEvent<Message>) => void) | null };
}

const browser = (): TabLockDeps => ({ locks: navigator.locks, channel: (name) => new BroadcastChannel(name) });

/** How long the other tab may take to put its work away before it is overruled (it may be frozen). */
const politeMs = 2_000;

/**
 * One tab at a time works on a project, so that two drafts of one task never fight. The other tabs say so and can take over:
 * the owner is asked, puts its work away and lets go.
 */
export class TabLock {
  readonly changes = new Signal();
  readonly #name: string;
  readonly #deps: TabLockDeps;
  readonly #channel: ReturnType<TabLockDeps['channel']>;
  readonly #beforeLettingGo: () => Promise<void>;
  #ownership: Ownership = 'waiting';
  #letGo: (() => void) | undefined;
  #wait = new AbortController();
  #closed = false;

  constructor(name: string, beforeLettingGo: () => Promise<void>, deps: TabLockDeps = browser()) {
    this.#name = name;
    this.#deps = deps;
    this.#beforeLettingGo = beforeLettingGo;
    this.#channel = deps.channel(name);
    this.#channel.onmessage = () => { if (this.#ownership === 'mine') void this.#yield(); };
    void this.#request({ ifAvailable: true });
  }

  get ownership(): Ownership { return this.#ownership; }

  takeOver(): void {
    if (this.#ownership === 'mine' || this.#closed) return;
    this.#channel.postMessage({ kind: 'take_over' });
    setTimeout(() => {
      if (this.#ownership !== 'mine' && !this.#closed) {
        this.#wait.abort();
        void this.#request({ steal: true });
      }
    }, politeMs);
  }

  close(): void {
    this.#closed = true;
    this.#wait.abort();
    this.#letGo?.();
    this.#channel.close();
  }

  async #yield(): Promise<void> {
    const letGo = this.#letGo;
    // Whatever happens to the last writes, the other tab is not kept waiting for ever.
    await Promise.race([this.#beforeLettingGo().catch(() => undefined), new Promise((r) => setTimeout(r, politeMs / 2))]);
    this.#set('elsewhere');
    letGo?.();
  }

  #set(ownership: Ownership): void {
    if (ownership === this.#ownership) return;
    this.#ownership = ownership;
    this.changes.bump();
  }

  async #request(options: LockOptions): Promise<void> {
    if (this.#closed) return;
    let yielded = false;
    try {
      await this.#deps.locks.request(this.#name, options, async (lock) => {
        if (lock === null || this.#closed) return;
        const held = new Promise<void>((resolve) => { this.#letGo = () => { yielded = true; resolve(); }; });
        this.#set('mine');
        await held;
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError' && options.signal?.aborted) return;
      // Stolen by a tab that we did not answer in time.
    }
    this.#letGo = undefined;
    if (this.#closed) return;
    this.#set('elsewhere');
    // Ours as soon as the other tab is closed.
    this.#wait = new AbortController();
    void this.#waitForIt(yielded);
  }

  async #waitForIt(yielded: boolean): Promise<void> {
    // The tab that asked must be first in the line.
    if (yielded) await new Promise((r) => setTimeout(r, politeMs));
    if (!this.#closed && this.#ownership === 'elsewhere') await this.#request({ signal: this.#wait.signal });
  }
}
