import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { bindCommands, chordLabel, HotkeyDispatcher, type BoundCommand } from '../../engine/core';
import { attachHotkeys } from '../hotkeys';
import type { Prepared } from './prepare';

export const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** A command of the page, as written in a component: what it runs may change from drawing to drawing. */
export interface PageCommand {
  readonly id: string;
  readonly keys: readonly string[];
  readonly scope: 'always' | 'page';
  readonly titleKey: string;
  readonly unlisted?: boolean;
  /** Goes before the editor's commands with the same key. */
  readonly first?: boolean;
  enabled?(): boolean;
  run(): void;
}

export interface Keyboard {
  readonly commands: readonly BoundCommand[];
  keyLabel(id: string): string | undefined;
  run(id: string): void;
}

/** The keys of the page and of the editor on it. `suspended`: something else (the palette) has the keyboard. */
export function useKeyboard(pageCommands: readonly PageCommand[], prepared: Prepared | undefined, overrides: Readonly<Record<string, string>> | undefined, suspended: boolean): Keyboard {
  const latest = useRef(pageCommands);
  useLayoutEffect(() => { latest.current = pageCommands; });
  const shape = pageCommands.map((c) => `${c.id}|${c.keys.join(' ')}|${c.first ?? ''}`).join(';');

  const dispatcher = useMemo(() => {
    const bind = (c: PageCommand): BoundCommand => {
      const now = (): PageCommand | undefined => latest.current.find((x) => x.id === c.id);
      return {
        id: c.id, keys: c.keys, scope: c.scope, titleKey: c.titleKey, group: 'work', ...(c.unlisted && { unlisted: true }),
        enabled: () => { const command = now(); return command !== undefined && (command.enabled?.() ?? true); },
        run: () => now()?.run(),
      };
    };
    const made = new HotkeyDispatcher();
    made.add({ commands: pageCommands.filter((c) => !c.first).map(bind) });
    if (prepared) made.add({ commands: bindCommands(prepared.core, prepared.commands) });
    made.add({ commands: pageCommands.filter((c) => c.first).map(bind) });
    if (overrides) made.setOverrides(Object.fromEntries(Object.entries(overrides).map(([id, keys]) => [id, keys.split(' ').filter(Boolean)])));
    return made;
    // The commands' own functions are read when they run.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shape, prepared, overrides]);

  useEffect(() => attachHotkeys(dispatcher), [dispatcher]);
  useEffect(() => (suspended ? dispatcher.suspend() : undefined), [dispatcher, suspended]);

  const keyLabel = useCallback((id: string) => {
    const key = dispatcher.keysFor(id)[0];
    return key === undefined ? undefined : chordLabel(key, isMac);
  }, [dispatcher]);
  const run = useCallback((id: string) => {
    const command = dispatcher.commands().find((c) => c.id === id);
    if (command?.enabled()) command.run();
  }, [dispatcher]);
  return useMemo(() => ({ commands: dispatcher.commands(), keyLabel, run }), [dispatcher, keyLabel, run]);
}
