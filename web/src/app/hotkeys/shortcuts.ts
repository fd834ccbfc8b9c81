import { useEffect, useRef, useSyncExternalStore } from 'react';
import { match, takesText, type KeyPress, type Keys } from './matching';

/** A command that a key runs, for as long as the component that names it is on screen. */
export interface Shortcut {
  keys: Keys;
  /** What the help overlay says. */
  label: string;
  group: string;
  run: () => void;
  /** Whether it also runs while somebody types in a field. */
  whileTyping?: boolean;
}

const sequenceMilliseconds = 900;
let registered: readonly { readonly current: Shortcut }[] = [];
const listeners = new Set<() => void>();

function change(next: typeof registered) {
  registered = next;
  snapshot = next.map((entry) => entry.current);
  listeners.forEach((listener) => listener());
}

let snapshot: readonly Shortcut[] = [];
let presses: KeyPress[] = [];
let lastPress = 0;

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || /^(shift|control|alt|meta)$/i.test(event.key)) return;
  // Inside a dialog only its own keys count.
  const inDialog = event.target instanceof Element && event.target.closest('[role="dialog"],[role="menu"],[role="listbox"]') !== null;
  const typing = takesText(event.target);
  if (event.timeStamp - lastPress > sequenceMilliseconds) presses = [];
  lastPress = event.timeStamp;
  presses.push(event);
  // The newest first: what is on top of the screen wins.
  const candidates = [...registered].reverse().map((entry) => entry.current).filter((s) => (!typing && !inDialog) || s.whileTyping === true);
  const complete = candidates.find((shortcut) => match(shortcut.keys, presses) === 'complete');
  if (complete !== undefined) {
    presses = [];
    event.preventDefault();
    complete.run();
  } else if (!candidates.some((shortcut) => match(shortcut.keys, presses) === 'begun')) {
    presses = [];
  }
}

export function useShortcuts(shortcuts: readonly Shortcut[]) {
  const entries = useRef<{ current: Shortcut }[]>([]);
  useEffect(() => {
    const mine = shortcuts.map((shortcut) => ({ current: shortcut }));
    entries.current = mine;
    change([...registered, ...mine]);
    return () => change(registered.filter((entry) => !mine.includes(entry as { current: Shortcut })));
    // Bound anew when the set of keys or their words change; what they run is refreshed below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shortcuts.map((s) => `${s.keys}|${s.label}`).join()]);
  useEffect(() => {
    shortcuts.forEach((shortcut, i) => {
      const entry = entries.current[i];
      if (entry !== undefined) entry.current = shortcut;
    });
  });
}

/** Every shortcut that works now. */
export const useActiveShortcuts = (): readonly Shortcut[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );

/** Listens once for the whole page. */
export function useShortcutListener() {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
