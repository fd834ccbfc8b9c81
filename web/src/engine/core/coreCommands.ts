import type { Ontology } from '../model';
import type { CommandDef } from './commands';
import type { EditorCore } from './editor';
import { assignKeys } from './hotkeys';
import type { RegionRecord } from './records';

const editable = (core: EditorCore): RegionRecord[] => core.selectedRegions().filter((r) => !core.flags(r.id).locked);
const hasEditable = (core: EditorCore): boolean => core.canEdit && editable(core).length > 0;
const hasSelection = (core: EditorCore): boolean => core.selection.size > 0;

/** Commands of every editor with regions. Editors add their own. */
export const coreCommands: readonly CommandDef[] = [
  { id: 'edit.undo', keys: ['Mod+Z'], scope: 'page', group: 'edit', titleKey: 'command.undo', enabled: (c) => c.undoLabel !== undefined, run: (c) => void c.undo() },
  { id: 'edit.redo', keys: ['Mod+Shift+Z', 'Mod+Y'], scope: 'page', group: 'edit', titleKey: 'command.redo', enabled: (c) => c.redoLabel !== undefined, run: (c) => void c.redo() },
  { id: 'region.delete', keys: ['Delete', 'Backspace'], scope: 'page', group: 'region', titleKey: 'command.delete', enabled: hasEditable, run: deleteSelected },
  { id: 'region.accept', keys: ['Enter'], scope: 'page', group: 'region', titleKey: 'command.accept', enabled: (c) => c.canEdit && c.selectedRegions().some((r) => r.score !== undefined), run: acceptSelected },
  { id: 'region.acceptAll', keys: ['Shift+Enter'], scope: 'page', group: 'region', titleKey: 'command.acceptAll', enabled: (c) => c.canEdit && c.regions.some((r) => r.score !== undefined), run: (c) => c.transact('step.accept', (tx) => c.regions.filter((r) => r.score !== undefined).forEach((r) => tx.accept(r.id))) },
  { id: 'select.all', keys: ['Mod+A'], scope: 'page', group: 'select', titleKey: 'command.selectAll', enabled: (c) => c.regions.length > 0, run: (c) => c.select(c.regions.filter((r) => !c.flags(r.id).hidden).map((r) => r.id)) },
  { id: 'select.none', keys: ['Escape'], scope: 'page', group: 'select', titleKey: 'command.selectNone', enabled: hasSelection, run: (c) => c.select([]) },
  { id: 'select.next', keys: ['N'], scope: 'page', group: 'select', titleKey: 'command.selectNext', enabled: (c) => c.regions.length > 0, run: (c) => selectNeighbour(c, 1) },
  { id: 'select.previous', keys: ['Shift+N'], scope: 'page', group: 'select', titleKey: 'command.selectPrevious', enabled: (c) => c.regions.length > 0, run: (c) => selectNeighbour(c, -1) },
  { id: 'select.suggestion', keys: ['S'], scope: 'page', group: 'select', titleKey: 'command.selectSuggestion', enabled: (c) => c.regions.some((r) => r.score !== undefined), run: selectSuggestion },
  { id: 'region.hide', keys: ['H'], scope: 'page', group: 'view', titleKey: 'command.hide', enabled: hasSelection, run: (c) => toggle(c, 'hidden') },
  { id: 'region.hideAll', keys: ['Shift+H'], scope: 'page', group: 'view', titleKey: 'command.hideAll', enabled: (c) => c.regions.length > 0, run: toggleAll },
  { id: 'region.lock', keys: ['L'], scope: 'page', group: 'region', titleKey: 'command.lock', enabled: hasSelection, run: (c) => toggle(c, 'locked') },
  { id: 'order.forward', keys: ['PageUp'], scope: 'page', group: 'region', titleKey: 'command.forward', enabled: hasEditable, run: (c) => reorder(c, 'forward') },
  { id: 'order.backward', keys: ['PageDown'], scope: 'page', group: 'region', titleKey: 'command.backward', enabled: hasEditable, run: (c) => reorder(c, 'backward') },
  { id: 'order.front', keys: ['Shift+PageUp'], scope: 'page', group: 'region', titleKey: 'command.toFront', enabled: hasEditable, run: (c) => reorder(c, 'front') },
  { id: 'order.back', keys: ['Shift+PageDown'], scope: 'page', group: 'region', titleKey: 'command.toBack', enabled: hasEditable, run: (c) => reorder(c, 'back') },
];

/** A key for every class: sets the class of what is selected, and of the next region. */
export function classCommands(ontology: Ontology, reserved: Iterable<string>): CommandDef[] {
  const keys = assignKeys(ontology.classes ?? [], reserved);
  return (ontology.classes ?? []).map((c) => ({
    id: `class.${c.name}`,
    keys: keys.has(c.name) ? [keys.get(c.name)!] : [],
    scope: 'page',
    group: 'class',
    titleKey: 'command.class',
    titleParams: { class: c.title ?? c.name },
    run: (core) => core.chooseClass(c.name),
  }));
}

/** The single letters and digits that a table of commands uses without modifiers. */
export const plainKeys = (commands: readonly { readonly keys: readonly string[] }[]): string[] =>
  commands.flatMap((c) => c.keys).filter((k) => /^[a-z0-9]$/i.test(k));

function deleteSelected(core: EditorCore): void {
  const doomed = editable(core);
  core.transact('step.delete', (tx) => doomed.forEach((r) => tx.removeRegion(r.id)));
  core.announce('announce.deleted', { count: doomed.length });
}

function acceptSelected(core: EditorCore): void {
  core.transact('step.accept', (tx) => core.selectedRegions().filter((r) => r.score !== undefined).forEach((r) => tx.accept(r.id)));
  selectSuggestion(core);
}

/** The next region that is still only a model's. */
export function selectSuggestion(core: EditorCore): void {
  const { regions } = core;
  const last = [...core.selection].at(-1);
  const from = last === undefined ? -1 : core.indexOf(last);
  for (let i = 1; i <= regions.length; i++) {
    const region = regions[(from + i + regions.length) % regions.length]!;
    if (region.score !== undefined) return select(core, region);
  }
}

function select(core: EditorCore, region: RegionRecord): void {
  core.select([region.id]);
  core.reveal(region.id);
  core.announce('announce.selected', { class: core.labelClass(region.class)?.title ?? region.class, index: core.indexOf(region.id) + 1, total: core.regions.length });
}

export function selectNeighbour(core: EditorCore, step: 1 | -1): void {
  const { regions } = core;
  if (regions.length === 0) return;
  const last = [...core.selection].at(-1);
  const from = last === undefined ? (step === 1 ? -1 : regions.length) : core.indexOf(last);
  select(core, regions[(from + step + regions.length) % regions.length]!);
}

function toggle(core: EditorCore, flag: 'hidden' | 'locked'): void {
  const on = core.selectedRegions().some((r) => !core.flags(r.id)[flag]);
  core.setFlags(core.selection, { [flag]: on });
}

function toggleAll(core: EditorCore): void {
  const hidden = core.regions.some((r) => !core.flags(r.id).hidden);
  core.setFlags(core.regions.map((r) => r.id), { hidden });
}

export type Move = 'forward' | 'backward' | 'front' | 'back';

/** Moves the selected regions in the stack as a block, keeping their order among themselves. */
export function reorder(core: EditorCore, move: Move): void {
  const moving = editable(core);
  if (moving.length === 0) return;
  const ids = new Set(moving.map((r) => r.id));
  const rest = core.regions.filter((r) => !ids.has(r.id));
  // How many of the others are below the block, before and after.
  const below = rest.filter((r) => r.order < (move === 'forward' || move === 'front' ? moving.at(-1)! : moving[0]!).order).length;
  const target = move === 'front' ? rest.length : move === 'back' ? 0 : Math.min(rest.length, Math.max(0, below + (move === 'forward' ? 1 : -1)));
  core.transact('step.reorder', (tx) => {
    const low = rest[target - 1]?.order ?? (rest[0]?.order ?? 1) - moving.length - 1;
    const high = rest[target]?.order ?? low + moving.length + 1;
    const step = (high - low) / (moving.length + 1);
    const orders = moving.map((_, i) => low + step * (i + 1));
    const distinct = orders.every((o, i) => o > (orders[i - 1] ?? low) && o < high);
    if (distinct) moving.forEach((r, i) => tx.updateRegion(r.id, { order: orders[i]! }));
    // Halved too often: no number is left between the neighbours. Number the whole stack anew.
    else [...rest.slice(0, target), ...moving, ...rest.slice(target)].forEach((r, i) => tx.updateRegion(r.id, { order: i + 1 }));
  });
}
