import { chordLabel, type Focus, type HotkeyDispatcher } from '../engine/core';

/** Where an event comes from, for the dispatcher. An element says so itself with data-hotkeys="text|list|page"; editable elements are 'text'. */
export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'page';
  const declared = target.closest<HTMLElement>('[data-hotkeys]')?.dataset['hotkeys'];
  if (isTextEntry(target)) return 'text';
  return declared === 'text' || declared === 'list' ? declared : 'page';
}

function isTextEntry(element: HTMLElement): boolean {
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range', 'color', 'submit'].includes(element.type);
}

function ownKeys(element: HTMLElement): readonly string[] {
  if (element.matches('input[type=range], [role=slider]')) return ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];
  return element.matches('button, a[href], summary, input, [role=button]') ? ['Enter', ' '] : [];
}

/** Feeds a window's key presses to the dispatcher until the returned function is called. */
export function attachHotkeys(dispatcher: HotkeyDispatcher, target: Window = window): () => void {
  const onKeyDown = (e: KeyboardEvent): void => {
    // Composition: the key belongs to the input method.
    if (e.defaultPrevented || e.isComposing) return;
    // A focused button or link keeps the keys that press it, a slider its arrows.
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (plain && e.target instanceof HTMLElement && ownKeys(e.target).includes(e.key)) return;
    if (dispatcher.handle(e, focusOf(e.target))) e.preventDefault();
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** What panels show beside a command: the first of its keys that reaches it now, as on the key cap. */
export function keyLabelsOf(dispatcher: HotkeyDispatcher): (commandId: string) => string | undefined {
  return (id) => {
    const chord = dispatcher.keysFor(id)[0];
    return chord === undefined ? undefined : chordLabel(chord, isMac());
  };
}
