/** A shortcut as written: `mod+k`, `?`, `g p` (one after the other), `shift+enter`. `mod` is Ctrl, or Command on a Mac. */
export type Keys = string;

export interface KeyPress { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }

export const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** Whether a press is this one step. Shift counts only where it is written, so that `?` works on every keyboard layout. */
export function matchesStep(step: string, press: KeyPress): boolean {
  const parts = step.toLowerCase().split('+');
  const key = parts.at(-1) || '+';
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const otherMod = isMac ? press.ctrlKey : press.metaKey;
  return (
    press.key.toLowerCase() === key &&
    mod === parts.includes('mod') &&
    !otherMod &&
    press.altKey === parts.includes('alt') &&
    (!parts.includes('shift') || press.shiftKey)
  );
}

/** What the keys that were pressed so far mean for a shortcut. */
export function match(keys: Keys, presses: readonly KeyPress[]): 'no' | 'begun' | 'complete' {
  const steps = keys.split(' ');
  if (presses.length > steps.length) return 'no';
  for (const [i, press] of presses.entries()) if (!matchesStep(steps[i] ?? '', press)) return 'no';
  return presses.length === steps.length ? 'complete' : 'begun';
}

/** Whether keys belong to the element: typing must never run a command. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName) && !isSwitch(target));

const isSwitch = (target: HTMLElement) => target instanceof HTMLInputElement && /^(checkbox|radio|button|submit|file)$/.test(target.type);
