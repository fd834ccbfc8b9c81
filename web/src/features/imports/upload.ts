import type { FileReceipt } from '../../lib/contracts';
import { isProblem } from '../../lib/problem';
import type { FoundFile } from './collectFiles';

export const parallelFiles = 3;
const attempts = 4;

export interface UploadView {
  total: number;
  totalBytes: number;
  sent: number;
  sentBytes: number;
  /** Files that were dropped again, but the server had already. */
  alreadyThere: number;
  inFlight: string[];
  failed: { path: string; reason: string }[];
  /** The latest first; only a few, however many there are. */
  latest: FileReceipt[];
  state: 'idle' | 'sending' | 'done' | 'stopped';
}

type Send = (path: string, file: File, signal: AbortSignal) => Promise<FileReceipt>;

/**
 * Sends files, a few at a time, and goes on while the person looks at other pages. What the server already has is not sent again,
 * so dropping the same folder after a crash sends only what is missing.
 */
export class Upload {
  private readonly queue: FoundFile[] = [];
  private readonly known: Set<string>;
  private readonly failedFiles = new Map<string, FoundFile>();
  private readonly listeners = new Set<() => void>();
  private readonly abort = new AbortController();
  private running = 0;
  private view: UploadView = { total: 0, totalBytes: 0, sent: 0, sentBytes: 0, alreadyThere: 0, inFlight: [], failed: [], latest: [], state: 'idle' };

  constructor(
    private readonly send: Send,
    received: Iterable<string>,
    /** Called once everything is there and nothing failed. */
    private readonly onDone: () => void,
    private readonly pauseMs: (attempt: number) => number = (attempt) => 500 * 3 ** attempt,
  ) {
    this.known = new Set(received);
  }

  readonly getView = (): UploadView => this.view;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(files: readonly FoundFile[]) {
    const fresh = files.filter(({ path }) => !this.known.has(path));
    fresh.forEach(({ path }) => this.known.add(path));
    this.queue.push(...fresh);
    this.set({
      total: this.view.total + fresh.length,
      totalBytes: this.view.totalBytes + fresh.reduce((sum, { file }) => sum + file.size, 0),
      alreadyThere: this.view.alreadyThere + files.length - fresh.length,
      state: 'sending',
    });
    this.pump();
  }

  retryFailed() {
    const files = [...this.failedFiles.values()];
    this.failedFiles.clear();
    this.queue.push(...files);
    this.set({ failed: [], state: 'sending' });
    this.pump();
  }

  stop() {
    this.queue.length = 0;
    this.abort.abort();
    this.set({ state: 'stopped', inFlight: [] });
  }

  private pump() {
    while (this.running < parallelFiles && this.queue.length > 0 && !this.abort.signal.aborted) {
      const next = this.queue.shift();
      if (next === undefined) break;
      this.running++;
      void this.sendOne(next).finally(() => {
        this.running--;
        this.pump();
      });
    }
    if (this.running === 0 && this.queue.length === 0 && this.view.state === 'sending') {
      this.set({ state: 'done' });
      if (this.failedFiles.size === 0) this.onDone();
    }
  }

  private async sendOne(found: FoundFile) {
    this.set({ inFlight: [...this.view.inFlight, found.path] });
    const rest = () => this.view.inFlight.filter((path) => path !== found.path);
    for (let attempt = 1; ; attempt++) {
      try {
        const receipt = await this.send(found.path, found.file, this.abort.signal);
        this.set({ inFlight: rest(), sent: this.view.sent + 1, sentBytes: this.view.sentBytes + found.file.size, latest: [receipt, ...this.view.latest].slice(0, 8) });
        return;
      } catch (error) {
        if (this.abort.signal.aborted) return;
        // What the server refuses it will refuse again; a broken connection or machine may heal.
        const mayHeal = isProblem(error) && (error.status === 0 || error.status >= 500 || error.status === 429);
        if (mayHeal && attempt < attempts) {
          await new Promise((resolve) => setTimeout(resolve, this.pauseMs(attempt)));
          continue;
        }
        this.failedFiles.set(found.path, found);
        this.set({ inFlight: rest(), failed: [...this.view.failed, { path: found.path, reason: error instanceof Error ? error.message : String(error) }] });
        return;
      }
    }
  }

  private set(part: Partial<UploadView>) {
    this.view = { ...this.view, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
