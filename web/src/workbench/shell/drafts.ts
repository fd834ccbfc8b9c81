import { Signal } from '../../engine/core';
import type { AnnotationContent } from '../../engine/model';
import type { LocalDraft, LocalStore } from './localStore';

/** A change is on this device after at most this long, */
export const localDelayMs = 250;
/** and on the server after at most this long. */
export const serverDelayMs = 4_000;

export interface FoundDraft { readonly version: number; readonly content: AnnotationContent; readonly activeSeconds: number; readonly from: 'device' | 'server' }

/** The newer of the two; this device's when they are the same, because it also knows the time spent. */
export function newestDraft(local: LocalDraft | undefined, server: { readonly version: number; readonly content: unknown } | undefined): FoundDraft | undefined {
  if (local && (!server || local.version >= server.version)) {
    const content = parseContent(local.content);
    if (content) return { version: local.version, content, activeSeconds: local.activeSeconds, from: 'device' };
  }
  return server && isContent(server.content)
    ? { version: server.version, content: server.content, activeSeconds: local?.activeSeconds ?? 0, from: 'server' }
    : undefined;
}

/** Grows with every save, also across devices whose clocks are about right. */
export const nextVersion = (last: number, nowMs: number): number => Math.max(last + 1, nowMs);

function parseContent(text: string): AnnotationContent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isContent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isContent = (value: unknown): value is AnnotationContent => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface DraftSource {
  readonly key: string;
  /** The version that the draft now on screen came with; 0 when it is new. */
  readonly version: number;
  content(): AnnotationContent;
  activeSeconds(): number;
}

export interface DraftSink {
  readonly store: LocalStore;
  /** Undefined for work that has no draft on the server (reviews). Rejects when the server was not reached. */
  send?(draft: { version: number; contentJson: string }, how: { leaving: boolean }): Promise<void>;
  now?(): number;
}

/**
 * Keeps what is on screen safe: every change goes to this device within 300 ms and to the server within 5 s, both at once when the
 * page is hidden. A failed write is tried again; nothing here ever asks the person for anything.
 */
export class DraftKeeper {
  readonly changes = new Signal();
  readonly #source: DraftSource;
  readonly #sink: DraftSink;
  #version: number;
  /** Counts changes; what was written and sent is compared with it. */
  #changed = 0;
  #written = 0;
  #sent = 0;
  #sending = false;
  #deviceFailed = false;
  #serverFailures = 0;
  #localTimer: ReturnType<typeof setTimeout> | undefined;
  #serverTimer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(source: DraftSource, sink: DraftSink) {
    this.#source = source;
    this.#sink = sink;
    this.#version = source.version;
  }

  get unwritten(): boolean { return this.#changed > this.#written; }
  get unsent(): boolean { return this.#sink.send !== undefined && this.#changed > this.#sent; }
  get sending(): boolean { return this.#sending; }
  get deviceFailed(): boolean { return this.#deviceFailed; }
  get offline(): boolean { return this.#serverFailures > 0; }

  changed(): void {
    if (this.#closed) return;
    this.#changed++;
    this.#localTimer ??= setTimeout(() => void this.writeNow(), localDelayMs);
    if (this.#sink.send) this.#serverTimer ??= setTimeout(() => void this.sendNow(), serverDelayMs);
    this.changes.bump();
  }

  /** To this device, now. */
  writeNow(): Promise<void> {
    clearTimeout(this.#localTimer);
    this.#localTimer = undefined;
    if (!this.unwritten || this.#closed) return this.#writing;
    const upTo = this.#changed;
    const draft = this.#snapshot();
    // One after the other: an older one must not overtake a newer.
    this.#writing = this.#writing.then(async () => {
      if (this.#closed) return;
      try {
        await this.#sink.store.putDraft(draft);
        this.#written = Math.max(this.#written, upTo);
        this.#deviceFailed = false;
      } catch {
        this.#deviceFailed = true;
        if (!this.#closed) this.#localTimer ??= setTimeout(() => void this.writeNow(), 2_000);
      }
      this.changes.bump();
    });
    return this.#writing;
  }

  /** To the server, now. */
  async sendNow(leaving = false): Promise<void> {
    clearTimeout(this.#serverTimer);
    this.#serverTimer = undefined;
    if (!this.unsent || !this.#sink.send || this.#closed || (this.#sending && !leaving)) return;
    const upTo = this.#changed;
    const { version, content } = this.#snapshot();
    this.#sending = true;
    this.changes.bump();
    try {
      await this.#sink.send({ version, contentJson: content }, { leaving });
      this.#sent = Math.max(this.#sent, upTo);
      this.#serverFailures = 0;
    } catch {
      this.#serverFailures++;
    } finally {
      this.#sending = false;
      if (this.unsent && !this.#closed) this.#serverTimer ??= setTimeout(() => void this.sendNow(), serverDelayMs * Math.min(8, 2 ** this.#serverFailures));
      this.changes.bump();
    }
  }

  /** The page is going away: both, without waiting. */
  flush(): void {
    void this.writeNow();
    void this.sendNow(true);
  }

  /** The work was handed in (or is not ours any more). Nothing is written after the returned promise resolves. */
  close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#localTimer);
    clearTimeout(this.#serverTimer);
    return this.#writing;
  }

  #snapshot(): LocalDraft {
    const now = (this.#sink.now ?? Date.now)();
    this.#version = nextVersion(this.#version, now);
    return {
      key: this.#source.key, version: this.#version, content: JSON.stringify(this.#source.content()), activeSeconds: this.#source.activeSeconds(), savedAt: now,
    };
  }
}
