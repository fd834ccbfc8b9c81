import { classCommands, coreCommands, plainKeys, type CommandDef } from '../core';
import type { Ontology } from '../model';
import { neutral, type ImageCore } from './imageCore';
import type { ToolId } from './tools/tool';

type Command = CommandDef<ImageCore>;

const hasMovable = (c: ImageCore): boolean => c.canEdit && c.selectedRegions().some((r) => !c.flags(r.id).locked);

const gestures: Command[] = [
  { id: 'gesture.cancel', keys: ['Escape'], scope: 'page', group: 'tool', titleKey: 'image.command.cancel', enabled: (c) => c.busy, run: (c) => c.cancelGesture() },
  { id: 'gesture.complete', keys: ['Enter'], scope: 'page', group: 'tool', titleKey: 'image.command.complete', enabled: (c) => c.busy, run: (c) => void c.completeGesture() },
  { id: 'gesture.back', keys: ['Backspace', 'Mod+Z'], scope: 'page', group: 'tool', titleKey: 'image.command.back', enabled: (c) => c.busy, run: (c) => void c.backGesture() },
];

const tool = (id: ToolId, key: string, drawn: boolean): Command => ({
  id: `tool.${id}`, keys: [key], scope: 'page', group: 'tool', titleKey: `image.tool.${id}`,
  enabled: (c) => !drawn || (c.canEdit && c.classesFor(id as 'box' | 'polygon' | 'point').length > 0),
  run: (c) => c.setTool(id),
});

const tools: Command[] = [
  tool('select', 'V', false),
  tool('box', 'B', true),
  tool('polygon', 'P', true),
  tool('point', 'K', true),
  tool('pan', 'G', false),
  tool('comment', 'M', false),
  { id: 'tool.extreme', keys: ['E'], scope: 'page', group: 'tool', titleKey: 'image.command.extreme', enabled: (c) => c.canEdit && c.classesFor('box').length > 0, run: (c) => {
    c.setBoxMode(c.boxMode === 'extreme' && c.tool === 'box' ? 'corners' : 'extreme');
    c.setTool('box');
  } },
  // Escape leaves a drawing tool when nothing is being drawn and nothing is selected.
  { id: 'tool.leave', keys: ['Escape'], scope: 'page', group: 'tool', titleKey: 'image.tool.select', unlisted: true, enabled: (c) => !c.busy && c.selection.size === 0 && c.tool !== 'select', run: (c) => c.setTool('select') },
  ...(['box', 'polygon', 'point'] as const).map((kind, i): Command => ({
    id: `new.${kind}`, keys: [['Shift+B', 'Shift+P', 'Shift+K'][i]!], scope: 'page', group: 'tool', titleKey: `image.command.new.${kind}`,
    enabled: (c) => c.canEdit && c.classesFor(kind).length > 0, run: (c) => c.addAtCentre(kind),
  })),
];

const directions = [['ArrowLeft', -1, 0], ['ArrowRight', 1, 0], ['ArrowUp', 0, -1], ['ArrowDown', 0, 1]] as const;

const moves: Command[] = directions.flatMap(([key, x, y], i): Command[] => [
  { id: `nudge.${key}`, keys: [key], scope: 'page', group: 'region', titleKey: 'image.command.nudge', unlisted: i > 0, enabled: hasMovable, run: (c, { repeat }) => c.nudge(x, y, repeat) },
  { id: `nudge10.${key}`, keys: [`Shift+${key}`], scope: 'page', group: 'region', titleKey: 'image.command.nudge10', unlisted: i > 0, enabled: hasMovable, run: (c, { repeat }) => c.nudge(10 * x, 10 * y, repeat) },
  { id: `resize.${key}`, keys: [`Alt+${key}`], scope: 'page', group: 'region', titleKey: 'image.command.resize', unlisted: i > 0, enabled: hasMovable, run: (c, { repeat }) => c.resizeBy(x, y, repeat) },
  { id: `resize10.${key}`, keys: [`Alt+Shift+${key}`], scope: 'page', group: 'region', titleKey: 'image.command.resize10', unlisted: i > 0, enabled: hasMovable, run: (c, { repeat }) => c.resizeBy(10 * x, 10 * y, repeat) },
  { id: `pan.${key}`, keys: [key], scope: 'page', group: 'view', titleKey: 'image.command.pan', unlisted: i > 0, enabled: (c) => c.selection.size === 0, run: (c) => c.camera.panBy(-80 * x, -80 * y) },
]);

const polygonSelected = (c: ImageCore): boolean => c.canEdit && c.selected?.shape.kind === 'polygon' && !c.flags(c.selected.id).locked;

const vertices: Command[] = [
  { id: 'vertex.next', keys: ['.'], scope: 'page', group: 'region', titleKey: 'image.command.nextVertex', enabled: polygonSelected, run: (c) => c.cycleVertex(1) },
  { id: 'vertex.previous', keys: [','], scope: 'page', group: 'region', titleKey: 'image.command.previousVertex', enabled: polygonSelected, run: (c) => c.cycleVertex(-1) },
  { id: 'vertex.insert', keys: ['I', 'Insert'], scope: 'page', group: 'region', titleKey: 'image.command.insertVertex', enabled: (c) => polygonSelected(c) && c.activeVertex !== undefined, run: (c) => c.insertVertexAfter() },
  { id: 'vertex.delete', keys: ['Delete', 'Backspace'], scope: 'page', group: 'region', titleKey: 'image.command.deleteVertex', enabled: (c) => polygonSelected(c) && c.activeVertex !== undefined && c.selected?.shape.kind === 'polygon' && c.selected.shape.points.length > 6, run: (c) => void c.deleteVertex() },
  { id: 'vertex.none', keys: ['Escape'], scope: 'page', group: 'region', titleKey: 'image.command.noVertex', unlisted: true, enabled: (c) => c.activeVertex !== undefined, run: (c) => c.setActiveVertex(undefined) },
];

const clipboard: Command[] = [
  { id: 'edit.copy', keys: ['Mod+C'], scope: 'page', group: 'edit', titleKey: 'image.command.copy', enabled: (c) => c.selection.size > 0, run: (c) => c.copy() },
  { id: 'edit.paste', keys: ['Mod+V'], scope: 'page', group: 'edit', titleKey: 'image.command.paste', enabled: (c) => c.canPaste, run: (c) => c.paste() },
  { id: 'edit.duplicate', keys: ['Mod+D'], scope: 'page', group: 'edit', titleKey: 'image.command.duplicate', enabled: hasMovable, run: (c) => c.duplicate() },
];

const views: Command[] = [
  { id: 'view.zoomIn', keys: ['+', '='], scope: 'page', group: 'view', titleKey: 'image.command.zoomIn', run: (c) => c.camera.zoomAt(c.camera.middle, 1.25) },
  { id: 'view.zoomOut', keys: ['-'], scope: 'page', group: 'view', titleKey: 'image.command.zoomOut', run: (c) => c.camera.zoomAt(c.camera.middle, 0.8) },
  { id: 'view.fit', keys: ['0'], scope: 'page', group: 'view', titleKey: 'image.command.fit', run: (c) => c.camera.fit() },
  { id: 'view.actualSize', keys: ['Shift+0'], scope: 'page', group: 'view', titleKey: 'image.command.actualSize', run: (c) => c.camera.zoomTo(1) },
  { id: 'view.selection', keys: ['Z'], scope: 'page', group: 'view', titleKey: 'image.command.zoomSelection', run: (c) => c.zoomToSelection() },
  { id: 'view.peek', keys: ['W'], scope: 'page', group: 'view', titleKey: 'image.command.peek', run: (c) => c.setPeeking(true) },
  { id: 'view.labels', keys: ['T'], scope: 'page', group: 'view', titleKey: 'image.command.labels', run: (c) => c.setView({ labels: !c.view.labels }) },
  { id: 'view.patterns', keys: [], scope: 'page', group: 'view', titleKey: 'image.command.patterns', run: (c) => c.setView({ patterns: !c.view.patterns }) },
  { id: 'view.crosshair', keys: [], scope: 'page', group: 'view', titleKey: 'image.command.crosshair', run: (c) => c.setView({ crosshair: !c.view.crosshair }) },
  { id: 'view.neutral', keys: [], scope: 'page', group: 'view', titleKey: 'image.command.neutral', run: (c) => c.setAdjustments(neutral) },
];

/** Without the classes. What is more particular comes first: Delete takes a vertex before it takes the polygon. */
export const imageCommands: readonly Command[] = [...gestures, ...vertices, ...tools, ...moves, ...clipboard, ...coreCommands, ...views];

/** Every command for an ontology. A key that the ontology gives to a class is taken from the command that had it. */
export function commandsFor(ontology: Ontology): Command[] {
  const own = new Set((ontology.classes ?? []).flatMap((c) => (c.hotkey ? [c.hotkey.toUpperCase()] : [])));
  const rest = imageCommands.map((c) => ({ ...c, keys: c.keys.filter((k) => !own.has(k.replace(/^Shift\+/, '').toUpperCase())) }));
  const classes = classCommands(ontology, plainKeys(rest));
  return [
    ...classes,
    // With a drawing tool in hand the plain key is for the next shape; Shift corrects the one just drawn.
    ...classes.map((c): Command => ({ ...c, id: `${c.id}.force`, keys: c.keys.map((k) => `Shift+${k}`), titleKey: 'image.command.forceClass', unlisted: true, enabled: (core) => core.selection.size > 0, run: (core) => core.chooseClass(c.id.slice('class.'.length), true) })),
    ...rest,
  ];
}
