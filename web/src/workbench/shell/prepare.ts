import type { CommandDef, EditorCore, Mode } from '../../engine/core';
import type { AnnotationContent, Editor, FieldValue, Ontology, TaskData } from '../../engine/model';
import type { EditorPlugin } from '../contract';
import type { FoundDraft } from './drafts';
import type { Disposable } from './queue';

/** Where the content on screen came from. */
export type Origin = 'draft' | 'rejected' | 'prediction' | 'empty' | 'answer';

/** A task that can be put on screen at once: media decoded, editor built. */
export interface Prepared extends Disposable {
  readonly plugin: EditorPlugin;
  readonly core: EditorCore;
  readonly media: unknown;
  readonly ontology: Ontology;
  readonly data: TaskData;
  readonly commands: readonly CommandDef[];
  readonly origin: Origin;
  /** Answers of the form that a model gave and nobody has touched yet. */
  readonly suggested: ReadonlyMap<string, FieldValue>;
  readonly draftVersion: number;
  readonly activeSeconds: number;
  mediaUrl(asset: string): string;
}

export interface PrepareDeps {
  loadPlugin(editor: Editor): Promise<EditorPlugin>;
  ontology(version: number, signal: AbortSignal): Promise<Ontology>;
  mediaUrl(asset: string): string;
}

export interface Start { readonly content: AnnotationContent; readonly origin: Origin }

export interface PrepareRequest {
  readonly task: string;
  readonly data: TaskData;
  readonly ontologyVersion: number;
  readonly mode: Mode;
  readonly start: Start;
  /** The person's own unfinished work, which wins over the start. */
  draft(): Promise<FoundDraft | undefined>;
}

export async function prepareTask(deps: PrepareDeps, request: PrepareRequest, signal: AbortSignal): Promise<Prepared> {
  const [ontology, draft] = await Promise.all([deps.ontology(request.ontologyVersion, signal), request.draft()]);
  const plugin = await deps.loadPlugin(ontology.editor);
  const mediaUrl = (asset: string): string => deps.mediaUrl(asset);
  const handle = await plugin.loadMedia({ id: request.task, ontology, data: request.data, mediaUrl }, signal);
  if (signal.aborted) {
    handle.dispose();
    throw signal.reason;
  }
  const start: Start = draft ? { content: draft.content, origin: 'draft' } : request.start;
  const core = plugin.createCore({ ontology, content: start.content, media: handle.media, mode: request.mode });
  return {
    plugin, core, ontology, mediaUrl,
    media: handle.media,
    data: request.data,
    commands: plugin.commands(ontology),
    origin: start.origin,
    suggested: new Map(start.origin === 'prediction' ? Object.entries(start.content.values ?? {}) : []),
    draftVersion: draft?.version ?? 0,
    activeSeconds: draft?.activeSeconds ?? 0,
    dispose() {
      core.dispose();
      handle.dispose();
    },
  };
}

/** What is handed in: taking a prediction as it is makes it the person's own, so that no score is left. */
export function finished(content: AnnotationContent): AnnotationContent {
  if (!content.regions) return content;
  return { ...content, regions: content.regions.map(({ score, ...region }) => (score === undefined ? region : { ...region })) };
}
