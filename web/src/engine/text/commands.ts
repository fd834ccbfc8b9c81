import type { Ontology } from '../model';
import { classCommands, coreCommands, plainKeys, type CommandDef } from '../core';
import { isSpan, type CaretMove, type Edge, type TextCore } from './textCore';

type Def = CommandDef<TextCore>;

/** Stacking order means nothing in a text, and these go through a text in reading order. */
const replaced = new Set(['order.forward', 'order.backward', 'order.front', 'order.back', 'select.next', 'select.previous', 'select.none', 'region.delete']);

function caret(name: string, key: string, move: CaretMove, step: 1 | -1, visual = false): Def[] {
  const run = (extend: boolean) => (c: TextCore): void =>
    visual && (move === 'character' || move === 'word') ? c.moveCaretVisually(move, step, extend) : c.moveCaret(move, step, extend);
  const shifted = key.includes('Mod+') ? key.replace('Mod+', 'Mod+Shift+') : `Shift+${key}`;
  return [
    { id: `caret.${name}`, keys: [key], scope: 'page', group: 'select', titleKey: `text.command.${name}`, unlisted: true, run: run(false) },
    { id: `caret.${name}.extend`, keys: [shifted], scope: 'page', group: 'select', titleKey: `text.command.${name}Extend`, unlisted: true, run: run(true) },
  ];
}

function resize(name: string, key: string, edge: Edge, step: 1 | -1): Def {
  return {
    id: `span.${name}`, keys: [key], scope: 'page', group: 'region', titleKey: `text.command.${name}`,
    enabled: (c) => c.canEdit && c.selected !== undefined, run: (c) => c.resizeSelected(edge, step),
  };
}

const textCommands: readonly Def[] = [
  { id: 'text.escape', keys: ['Escape'], scope: 'page', group: 'select', titleKey: 'command.selectNone', enabled: (c) => c.canEscape, run: (c) => c.escape() },
  { id: 'text.delete', keys: ['Delete', 'Backspace'], scope: 'page', group: 'region', titleKey: 'command.delete', enabled: (c) => c.canEdit && (c.selectedRelation !== undefined || c.selection.size > 0), run: deleteSelected },
  { id: 'select.next', keys: ['N'], scope: 'page', group: 'select', titleKey: 'text.command.next', enabled: (c) => c.regions.length > 0, run: (c) => c.selectNeighbourSpan(1) },
  { id: 'select.previous', keys: ['Shift+N'], scope: 'page', group: 'select', titleKey: 'text.command.previous', enabled: (c) => c.regions.length > 0, run: (c) => c.selectNeighbourSpan(-1) },
  { id: 'relation.confirm', keys: ['Enter'], scope: 'page', group: 'region', titleKey: 'text.command.relateConfirm', unlisted: true, enabled: (c) => c.relateFrom !== undefined && c.hovered !== undefined, run: (c) => c.confirmRelation() },
  { id: 'text.label', keys: ['Enter'], scope: 'page', group: 'region', titleKey: 'text.command.label', enabled: (c) => c.canEdit && c.range !== undefined && c.activeClass !== undefined, run: (c) => void c.labelRange() },
  { id: 'text.labelAll', keys: ['Shift+A'], scope: 'page', group: 'region', titleKey: 'text.command.labelAll', enabled: (c) => c.canEdit && c.selected !== undefined && isSpan(c.selected), run: (c) => void c.labelAllAlike() },
  { id: 'text.unit', keys: ['W'], scope: 'page', group: 'tool', titleKey: 'text.command.unit', run: (c) => c.setUnit(c.unit === 'word' ? 'character' : 'word') },
  { id: 'tool.select', keys: ['V'], scope: 'page', group: 'tool', titleKey: 'text.command.select', run: (c) => c.setTool('select') },
  { id: 'tool.label', keys: ['B'], scope: 'page', group: 'tool', titleKey: 'text.command.labelTool', enabled: (c) => c.canEdit && c.activeClass !== undefined, run: (c) => c.setTool(c.tool === 'label' ? 'select' : 'label') },
  resize('endForward', 'Alt+ArrowRight', 'end', 1),
  resize('endBack', 'Alt+ArrowLeft', 'end', -1),
  resize('startForward', 'Alt+Shift+ArrowRight', 'start', 1),
  resize('startBack', 'Alt+Shift+ArrowLeft', 'start', -1),
  ...caret('left', 'ArrowLeft', 'character', -1, true),
  ...caret('right', 'ArrowRight', 'character', 1, true),
  ...caret('wordLeft', 'Mod+ArrowLeft', 'word', -1, true),
  ...caret('wordRight', 'Mod+ArrowRight', 'word', 1, true),
  ...caret('up', 'ArrowUp', 'line', -1),
  ...caret('down', 'ArrowDown', 'line', 1),
  ...caret('lineStart', 'Home', 'lineEdge', -1),
  ...caret('lineEnd', 'End', 'lineEdge', 1),
  ...caret('textStart', 'Mod+Home', 'documentEdge', -1),
  ...caret('textEnd', 'Mod+End', 'documentEdge', 1),
];

const relationCommands: readonly Def[] = [
  { id: 'tool.relate', keys: ['R'], scope: 'page', group: 'tool', titleKey: 'text.command.relate', enabled: (c) => c.canEdit && (c.tool === 'relate' || c.selected !== undefined), run: (c) => c.setTool(c.tool === 'relate' ? 'select' : 'relate') },
  { id: 'relation.reverse', keys: ['X'], scope: 'page', group: 'region', titleKey: 'text.command.reverse', enabled: (c) => c.canEdit && c.selectedRelation !== undefined, run: (c) => c.reverseSelectedRelation() },
];

export function commandsFor(ontology: Ontology): CommandDef<TextCore>[] {
  const own: Def[] = [...textCommands, ...((ontology.relations?.length ?? 0) > 0 ? relationCommands : [])];
  const inherited = coreCommands.filter((c) => !replaced.has(c.id));
  return [...inherited, ...own, ...classCommands(ontology, plainKeys([...inherited, ...own, { keys: ['I', 'C', 'J'] }]))];
}

function deleteSelected(core: TextCore): void {
  if (core.selectedRelation) return core.deleteSelectedRelation();
  const doomed = core.selectedRegions().filter((r) => !core.flags(r.id).locked);
  core.transact('step.delete', (tx) => doomed.forEach((r) => tx.removeRegion(r.id)));
  core.announce('announce.deleted', { count: doomed.length });
}
