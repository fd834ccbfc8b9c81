import type { EditorCore } from './editor';

/**
 * Where keys of a command are heard.
 * always: everywhere, also while a text field has the focus (submit, Escape).
 * page: everywhere but in text fields.
 * list: where an item of a list or form has the focus; goes before the keys of the page (digits choose options there).
 */
export type Scope = 'always' | 'page' | 'list';

/** Everything a person can do, as data: menus, tooltips, the help overlay, the palette and the tests read the same table. */
export interface CommandDef<C extends EditorCore = EditorCore> {
  readonly id: string;
  /** Default keys, see hotkeys.ts for how they are written: 'Mod+Z', 'Shift+ArrowLeft', '1', '?'. */
  readonly keys: readonly string[];
  readonly scope: Scope;
  /** A key of the 'workbench' translations. */
  readonly titleKey: string;
  /** What fills the title's places: `{class: 'Car'}`. */
  readonly titleParams?: Readonly<Record<string, string>>;
  readonly group: 'edit' | 'select' | 'tool' | 'view' | 'class' | 'region';
  /** Left out of the help overlay (variants of another command). */
  readonly unlisted?: boolean;
  /** False: the key falls through to the next command that has it. */
  enabled?(core: C): boolean;
  run(core: C, how: { readonly repeat: boolean }): void;
}

/** A command bound to its editor: what the dispatcher, the palette and the help overlay take, whatever the editor. */
export interface BoundCommand {
  readonly id: string;
  readonly keys: readonly string[];
  readonly scope: Scope;
  readonly titleKey: string;
  readonly titleParams?: Readonly<Record<string, string>>;
  readonly group: string;
  readonly unlisted?: boolean;
  enabled(): boolean;
  run(how?: { readonly repeat: boolean }): void;
}

export function bindCommands<C extends EditorCore>(core: C, commands: readonly CommandDef<C>[]): BoundCommand[] {
  return commands.map((c) => ({
    id: c.id,
    keys: c.keys,
    scope: c.scope,
    titleKey: c.titleKey,
    group: c.group,
    ...(c.titleParams && { titleParams: c.titleParams }),
    ...(c.unlisted && { unlisted: true }),
    enabled: () => c.enabled?.(core) ?? true,
    run: (how = { repeat: false }) => c.run(core, how),
  }));
}

/** Runs a command by id; false when there is none or it is not to be had now. */
export function runCommand(commands: readonly BoundCommand[], id: string): boolean {
  const command = commands.find((c) => c.id === id);
  if (!command?.enabled()) return false;
  command.run();
  return true;
}
