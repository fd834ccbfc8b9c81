import type { ComponentType } from 'react';
import type { TFunction } from 'i18next';
import type { CommandDef, EditorCore, Issue, Mode } from '../engine/core';
import type { AnnotationContent, Editor, Ontology, Region, TaskData } from '../engine/model';

/*
 * What an editor of one kind of data gives to the workbench. The workbench owns the queue, drafts, the outbox, hotkeys, comments
 * and the layout; a plug-in owns its canvas and panels. A plug-in is the default export of web/src/workbench/<kind>/plugin.ts(x)
 * and is loaded when its first task is claimed. Visible strings live in web/src/i18n/<language>/workbench.<part>.json; all of these
 * files are merged into one namespace, 'workbench', so each part keeps to its own top-level keys.
 */

/** What a plug-in may know of a task. */
export interface TaskView {
  readonly id: string;
  readonly ontology: Ontology;
  readonly data: TaskData;
  /** Where the bytes of an asset are, for this person and task. */
  mediaUrl(assetId: string): string;
}

/** Decoded media, ready to be shown. Whoever loaded it disposes of it. */
export interface MediaHandle<M> {
  readonly media: M;
  dispose(): void;
}

export interface CoreInit<M> {
  readonly ontology: Ontology;
  readonly content: AnnotationContent;
  readonly media: M;
  readonly mode: Mode;
}

export interface ToolDef {
  /** The first part of the core's tool path: 'box' of 'box.dragging'. */
  readonly id: string;
  readonly titleKey: string;
  /** The command that chooses the tool. */
  readonly commandId: string;
}

/** A remark of a reviewer (or the author's reply), pinned to a region, a place or the whole task. */
export interface Comment {
  readonly id: string;
  readonly regionId?: string;
  /** A place in the media, in its own coordinates. */
  readonly x?: number;
  readonly y?: number;
  readonly author?: string;
  readonly text: string;
  readonly resolved: boolean;
}

export type CommentPlace = Pick<Comment, 'regionId' | 'x' | 'y'>;

export interface ViewProps<C extends EditorCore, M> {
  readonly core: C;
  readonly media: M;
  /** Shows what became of this earlier content (the annotator's, beside the reviewer's). */
  readonly compareWith?: AnnotationContent | undefined;
  readonly comments?: readonly Comment[] | undefined;
  /** When present, places can be commented on. The view asks for no text: the workbench does. */
  onAddComment?(place: CommentPlace): void;
  onOpenComment?(id: string): void;
}

export interface PanelProps<C extends EditorCore> {
  readonly core: C;
  /** The key that reaches a command now, as written on the key cap; undefined when it has none. */
  keyLabel(commandId: string): string | undefined;
  /** Runs a command of the plug-in by id. */
  run(commandId: string): void;
  /** Shown beside the places that they name; the workbench sets them when somebody tried to submit. */
  readonly issues?: readonly Issue[] | undefined;
}

export interface EditorPanels<C extends EditorCore> {
  /** Tools and view settings, beside or above the canvas. */
  readonly Toolbar?: ComponentType<PanelProps<C>>;
  /** The regions as a list: the canvas's twin for keyboard and screen reader. */
  readonly Outliner?: ComponentType<PanelProps<C>>;
  /** Class and attributes of what is selected. */
  readonly Inspector?: ComponentType<PanelProps<C>>;
}

export interface EditorPlugin<C extends EditorCore = EditorCore, M = unknown> {
  readonly id: Editor;
  /** Fetches and decodes; also called ahead of time for the next tasks. Rejects with an AbortError when the signal fires. */
  loadMedia(task: TaskView, signal: AbortSignal): Promise<MediaHandle<M>>;
  createCore(init: CoreInit<M>): C;
  readonly tools: readonly ToolDef[];
  /** Every command of this editor for an ontology, with the keys of its classes. */
  commands(ontology: Ontology): readonly CommandDef<C>[];
  readonly View: ComponentType<ViewProps<C, M>>;
  readonly Panels: EditorPanels<C>;
  /** One line about a region, for lists and screen readers. */
  describe(region: Region, t: TFunction<'workbench'>, ontology: Ontology): string;
  /** Everything that keeps the annotation from being submitted; empty when it can be. */
  check(core: C): Issue[];
}

/**
 * Hides which core and media a plug-in works on: the workbench only hands back what the same plug-in made.
 * A plug-in module ends with `export default definePlugin<ImageCore, ImageMedia>({...})`.
 */
export function definePlugin<C extends EditorCore, M>(plugin: EditorPlugin<C, M>): EditorPlugin {
  return plugin as unknown as EditorPlugin;
}
