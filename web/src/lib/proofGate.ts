/**
 * Closed while the server wants to know again that it is still the same person, before something is made that outlives the session (a
 * key, a passkey). Requests wait here, and go on when it is proved; the page stays as it is. Whoever declines gets the refusal.
 */
let asked: { answer: Promise<boolean>; settle: (proved: boolean) => void } | undefined;
const listeners = new Set<() => void>();

const notify = () => listeners.forEach((listener) => listener());

export const proofGate = {
  isAsked: () => asked !== undefined,

  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** Whether it was proved. */
  async ask(): Promise<boolean> {
    if (asked === undefined) {
      let settle: (proved: boolean) => void = () => {};
      const answer = new Promise<boolean>((resolve) => (settle = resolve));
      asked = { answer, settle };
      notify();
    }
    return asked.answer;
  },

  settle(proved: boolean) {
    asked?.settle(proved);
    asked = undefined;
    notify();
  },
};
