/**
 * Closed while the session has ended. Requests wait here instead of failing, so that signing in again, in place, lets the page go on
 * as if nothing had happened: no form is lost, no upload restarts.
 */
let closed: { opened: Promise<void>; open: () => void } | undefined;
const listeners = new Set<() => void>();

const notify = () => listeners.forEach((listener) => listener());

export const sessionGate = {
  isClosed: () => closed !== undefined,

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** Closes the gate, and resolves when it is open again. Rejects when the caller gives up first. */
  async wait(signal?: AbortSignal): Promise<void> {
    if (closed === undefined) {
      let open = () => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      closed = { opened, open };
      notify();
    }
    if (signal === undefined) return closed.opened;
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    return Promise.race([closed.opened, aborted]);
  },

  open() {
    closed?.open();
    closed = undefined;
    notify();
  },
};
