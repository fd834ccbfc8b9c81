import { useCallback, useEffect, useState, type Dispatch, type SetStateAction } from 'react';

const prefix = 'cloison.draft.';

/**
 * State that a reload, a crash of the page or a wrong click does not lose: kept in the tab's session storage until `discard`.
 * `isRestored` says that what is shown is an earlier draft, so that the page can offer to throw it away.
 */
export function useDraft<T>(key: string, initial: T): {
  value: T; set: Dispatch<SetStateAction<T>>; isDirty: boolean; isRestored: boolean; discard: (next?: T) => void;
} {
  const name = prefix + key;
  const [state, setState] = useState<{ value: T; dirty: boolean; restored: boolean }>(() => {
    const stored = read<T>(name);
    return stored === undefined ? { value: initial, dirty: false, restored: false } : { value: stored, dirty: true, restored: true };
  });

  useEffect(() => {
    if (!state.dirty) return;
    const save = () => write(name, state.value);
    const timer = setTimeout(save, 250);
    window.addEventListener('pagehide', save);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', save);
      if (sessionStorage.getItem(name) !== null || state.dirty) save();
    };
  }, [name, state]);

  const set = useCallback<Dispatch<SetStateAction<T>>>(
    (next) => setState((old) => ({ value: next instanceof Function ? next(old.value) : next, dirty: true, restored: old.restored })),
    [],
  );
  const discard = useCallback(
    (next?: T) => {
      setState((old) => ({ value: next ?? old.value, dirty: false, restored: false }));
      // After the effect's clean-up, which saves what was dirty.
      setTimeout(() => sessionStorage.removeItem(name), 0);
    },
    [name],
  );
  return { value: state.value, set, isDirty: state.dirty, isRestored: state.restored, discard };
}

function read<T>(name: string): T | undefined {
  try {
    const text = sessionStorage.getItem(name);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the draft then lives as long as the page.
  }
}
