import type { BoundCommand } from './commands';

/** What the engine needs of a keyboard event; a DOM KeyboardEvent is one. */
export interface KeyInput {
  readonly key: string;
  /** The place on the keyboard: 'KeyA', 'Digit1'. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat?: boolean;
}

/** Where the focus is: in a text field only 'always' commands are heard; on a list item 'list' commands come first. */
export type Focus = 'page' | 'text' | 'list';

const letter = /^[a-z]$/i;
const symbol = /^[^a-z0-9\s]$/i;

/**
 * The chords that a key press may mean, best first, in canonical form ('Mod+Shift+Z').
 * Letters are what is printed on the key, so that hints are true on AZERTY; on keyboards without Latin letters the place counts.
 * Digits are the place (AZERTY needs Shift for them) or the number pad. Symbols ignore Shift, which many layouts need for them.
 */
export function chordsOf(e: KeyInput): string[] {
  const names: string[] = [];
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(e.code)?.[1];
  // Before symbols: on AZERTY the key of '6' types '-'.
  if (digit !== undefined && !(e.code.startsWith('Numpad') && e.key.length > 1)) names.push(digit);
  else if (letter.test(e.key)) names.push(e.key.toUpperCase());
  else if (/^Key[A-Z]$/.test(e.code)) names.push(e.code.slice(3));
  if (symbol.test(e.key)) names.push(e.key);
  if (names.length === 0) {
    names.push(e.key === ' ' ? 'Space' : e.key);
    // Option + key makes other characters on a Mac.
    if (e.altKey && e.code !== '' && e.code !== e.key) names.push(e.code);
  }
  return names.map((name) => {
    const isSymbol = symbol.test(name);
    // AltGr (reported as Ctrl+Alt on Windows) is part of typing a symbol, not a chord.
    const typing = isSymbol && e.ctrlKey && e.altKey;
    const parts = [
      (e.ctrlKey || e.metaKey) && !typing ? 'Mod' : '',
      e.altKey && !typing ? 'Alt' : '',
      e.shiftKey && !isSymbol ? 'Shift' : '',
      name,
    ];
    return parts.filter((p) => p !== '').join('+');
  });
}

/** Mod before Alt before Shift; letters in capitals. */
export function canonicalChord(chord: string): string {
  const parts = chord.split('+');
  // '+' itself, alone or with modifiers, splits into empty parts.
  const name = chord.endsWith('+') ? '+' : parts.at(-1)!;
  const has = (m: string): boolean => parts.slice(0, -1).some((p) => p.toLowerCase() === m.toLowerCase());
  return [...['Mod', 'Alt', 'Shift'].filter(has), letter.test(name) ? name.toUpperCase() : name].join('+');
}

/** What is written on a key cap: 'Ctrl Z', '⌘Z', '↑'. */
export function chordLabel(chord: string, mac = false): string {
  const caps: Record<string, string> = {
    Mod: mac ? '⌘' : 'Ctrl', Alt: mac ? '⌥' : 'Alt', Shift: mac ? '⇧' : 'Shift',
    ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Delete: 'Del', Backspace: '⌫', Enter: '↵', PageUp: 'PgUp', PageDown: 'PgDn',
  };
  const canonical = canonicalChord(chord);
  const parts = canonical.endsWith('+') ? [...canonical.slice(0, -1).split('+').filter(Boolean), '+'] : canonical.split('+');
  return parts.map((p) => caps[p] ?? p).join(mac ? '' : ' ');
}

/** A set of commands that comes and goes together. Later layers win over earlier ones. */
export interface HotkeyLayer { readonly commands: readonly BoundCommand[] }

/** Finds the command for a key press. Holds no DOM: the workbench feeds it events and says where the focus is. */
export class HotkeyDispatcher {
  readonly #layers: HotkeyLayer[] = [];
  /** User's own keys by command id; an empty list takes the keys away. */
  #overrides: Readonly<Record<string, readonly string[]>> = {};
  #suspended = 0;

  add(layer: HotkeyLayer): () => void {
    this.#layers.push(layer);
    return () => {
      const at = this.#layers.indexOf(layer);
      if (at >= 0) this.#layers.splice(at, 1);
    };
  }

  setOverrides(overrides: Readonly<Record<string, readonly string[]>>): void { this.#overrides = overrides; }

  /** While something else owns the keyboard (the command palette, a key being chosen). */
  suspend(): () => void {
    this.#suspended++;
    let done = false;
    return () => {
      if (!done) this.#suspended--;
      done = true;
    };
  }

  /** Runs the first enabled command that has this key. True when one ran: the caller then prevents the default. */
  handle(e: KeyInput, focus: Focus = 'page'): boolean {
    if (this.#suspended > 0) return false;
    const chords = chordsOf(e);
    for (const scope of focus === 'text' ? (['always'] as const) : focus === 'list' ? (['list', 'page', 'always'] as const) : (['page', 'always'] as const))
      for (const chord of chords)
        for (let i = this.#layers.length - 1; i >= 0; i--)
          for (const command of this.#layers[i]!.commands)
            if (command.scope === scope && this.#keys(command).some((k) => canonicalChord(k) === chord) && command.enabled()) {
              command.run({ repeat: e.repeat ?? false });
              return true;
            }
    return false;
  }

  /** The keys that reach a command, in canonical form: those that a later layer has not taken. */
  keysFor(id: string): string[] {
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const command = this.#layers[i]!.commands.find((c) => c.id === id);
      if (!command) continue;
      const taken = new Set(this.#layers.slice(i + 1).flatMap((l) => l.commands.flatMap((c) => this.#keys(c).map(canonicalChord))));
      return this.#keys(command).map(canonicalChord).filter((k) => !taken.has(k));
    }
    return [];
  }

  commands(): BoundCommand[] { return this.#layers.flatMap((l) => l.commands); }

  #keys(command: BoundCommand): readonly string[] { return this.#overrides[command.id] ?? command.keys; }
}

/**
 * A key for each name: its own first, then 1 to 9 in order, then free letters (those in the name first).
 * @param reserved Letters that commands use and labels should not take unasked.
 */
export function assignKeys(items: readonly { readonly name: string; readonly hotkey?: string | undefined }[], reserved: Iterable<string> = []): Map<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set([...reserved].map((k) => k.toUpperCase()));
  for (const { name, hotkey } of items)
    if (hotkey) {
      keys.set(name, hotkey.toUpperCase());
      taken.add(hotkey.toUpperCase());
    }
  const free = (candidates: Iterable<string>): string | undefined => {
    for (const c of candidates) if (!taken.has(c)) return c;
    return undefined;
  };
  for (const { name } of items) {
    if (keys.has(name)) continue;
    const inName = name.toUpperCase().replace(/[^A-Z]/g, '');
    const key = free('123456789') ?? free(inName) ?? free('QWERTYUIOPASDFGHJKLZXCVBNM');
    if (key === undefined) break;
    keys.set(name, key);
    taken.add(key);
  }
  return keys;
}
