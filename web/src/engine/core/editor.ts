import type { AnnotationContent, Field, FieldValue, LabelClass, Ontology, Region, Relation, Shape, ShapeKind, Values } from '../model';
import { checkContent, type CheckContext, type Issue } from './check';
import { carriedAnswers, shownAnswers } from './fields';
import { History, type Mark } from './history';
import { newId, type IdSource } from './ids';
import { DiffBuilder, isEmptyDiff, RecordStore, type Diff, type DocRecord, type RegionRecord, type RelationRecord } from './records';
import { Emitter, Signal, type Unsubscribe } from './signal';

export type Mode = 'label' | 'review' | 'view';
/** Why the document changed; drafts and evidence record all but 'load'. */
export type Cause = 'edit' | 'undo' | 'redo' | 'bail' | 'load';
export interface DocChange { readonly diff: Diff; readonly cause: Cause; readonly label?: string }

/** What is shown of a region, beside the content: never submitted, never undone. */
export interface RegionFlags { readonly hidden?: boolean; readonly locked?: boolean }

export interface EditorInit {
  readonly ontology: Ontology;
  readonly content?: AnnotationContent;
  readonly mode: Mode;
  readonly context?: CheckContext;
  readonly ids?: IdSource;
}

/** `id` is made when absent; the region is put on top unless `order` says otherwise. */
export type NewRegion = Omit<Region, 'id'> & { readonly id?: string; readonly order?: number };
export type NewRelation = Omit<Relation, 'id'> & { readonly id?: string };
export interface RegionPatch { readonly class?: string; readonly shape?: Shape; readonly attributes?: Values | undefined; readonly order?: number }

/** The writing side of the document, only within `transact`. */
export interface Tx {
  addRegion(region: NewRegion): RegionRecord;
  /** A person's touch makes a prediction his own: the score goes, unless only the stacking order changes. */
  updateRegion(id: string, patch: RegionPatch): void;
  /** Attributes that the new class does not have are dropped. */
  setClass(id: string, className: string): void;
  setAttribute(id: string, field: string, value: FieldValue | undefined): void;
  /** Takes a prediction as it is. */
  accept(id: string): void;
  /** Removes its relations too. */
  removeRegion(id: string): void;
  addRelation(relation: NewRelation): RelationRecord;
  updateRelation(id: string, patch: Partial<Omit<Relation, 'id'>>): void;
  removeRelation(id: string): void;
  setValue(field: string, value: FieldValue | undefined): void;
}

export interface TransactOptions {
  /** Neighbouring transactions with the same key are one undo step. */
  readonly coalesce?: string;
}

const noFlags: RegionFlags = {};

/**
 * The document of one task and what the person does with it, without a screen. Everything that is drawn subscribes to it;
 * every change goes through a transaction.
 */
export class EditorCore {
  readonly ontology: Ontology;
  readonly mode: Mode;
  readonly context: CheckContext;
  /** Bumped when the document changes. */
  readonly doc = new Signal();
  /** Bumped when selection, flags, active class, tool or mode of work change. */
  readonly ui = new Signal();
  /** Bumped by both. */
  readonly any = new Signal();
  readonly changes = new Emitter<DocChange>();
  /** What a screen reader should hear. */
  readonly announcements = new Emitter<Announcement>();

  protected readonly store = new RecordStore();
  readonly #history = new History();
  readonly #flags = new Map<string, RegionFlags>();
  readonly #ids: IdSource;
  readonly #classes: ReadonlyMap<string, LabelClass>;
  #selection: ReadonlySet<string> = new Set();
  #activeClass: string | undefined;
  #fixing = false;
  #tx: DiffBuilder | undefined;

  constructor(init: EditorInit) {
    this.ontology = init.ontology;
    this.mode = init.mode;
    this.context = init.context ?? {};
    this.#ids = init.ids ?? newId;
    this.#classes = new Map((init.ontology.classes ?? []).map((c) => [c.name, c]));
    this.#activeClass = init.ontology.classes?.[0]?.name;
    this.doc.subscribe(() => this.any.bump());
    this.ui.subscribe(() => this.any.bump());
    this.#reset(init.content ?? {});
  }

  readonly subscribe = (listener: () => void): Unsubscribe => this.any.subscribe(listener);
  readonly getVersion = (): number => this.any.getVersion();
  get version(): number { return this.any.getVersion(); }

  // Reading

  /** In stacking order, last on top; another array whenever something has changed. */
  get regions(): readonly RegionRecord[] { return this.store.regions.all(); }
  get relations(): readonly RelationRecord[] { return this.store.relations.all(); }
  get values(): Readonly<Values> { return this.store.values(); }
  region(id: string): RegionRecord | undefined { return this.store.regions.get(id); }
  relation(id: string): RelationRecord | undefined { return this.store.relations.get(id); }
  value(field: string): FieldValue | undefined { return this.store.value(field); }
  /** Place in stacking order from 0, or -1. */
  indexOf(id: string): number { return this.store.regions.indexOf(id); }
  labelClass(name: string): LabelClass | undefined { return this.#classes.get(name); }
  /** Every record, for comparison and replay. */
  records(): DocRecord[] { return this.store.records(); }

  /** What is submitted. Answers to fields that are not asked (their condition no longer holds) stay behind. */
  toContent(): AnnotationContent {
    const content: AnnotationContent = {};
    if (this.regions.length > 0)
      content.regions = this.regions.map(({ id, class: className, shape, attributes, score }) => {
        const asked = shownAnswers(this.labelClass(className)?.attributes, attributes);
        return { id, class: className, shape, ...(asked && { attributes: asked }), ...(score !== undefined && { score }) };
      });
    if (this.relations.length > 0) content.relations = this.relations.map(({ id, name, from, to }) => ({ id, name, from, to }));
    const values = shownAnswers(this.ontology.fields, this.values);
    if (values) content.values = values;
    return content;
  }

  check(demandRequired = true): Issue[] { return checkContent(this.ontology, this.toContent(), this.context, demandRequired); }

  // Writing

  get canEdit(): boolean { return this.mode === 'label' || (this.mode === 'review' && this.#fixing); }
  /** A reviewer changes the annotation himself instead of sending it back. */
  get fixing(): boolean { return this.#fixing; }
  setFixing(fixing: boolean): void {
    if (this.mode !== 'review' || fixing === this.#fixing) return;
    this.#fixing = fixing;
    this.ui.bump();
  }

  /**
   * One step of work. Nested calls join the outer one; an exception takes everything back. Does nothing when the document
   * may not be edited. `label` is a key of the 'workbench' translations, shown by undo.
   */
  transact<T>(label: string, work: (tx: Tx) => T, options: TransactOptions = {}): T | undefined {
    if (!this.canEdit) return undefined;
    if (this.#tx) return work(this.#writer(this.#tx));
    const builder = new DiffBuilder();
    this.#tx = builder;
    let result: T;
    try {
      result = work(this.#writer(builder));
    } catch (error) {
      const undo = builder.build();
      this.store.apply({ added: undo.removed, updated: undo.updated.map(([b, a]) => [a, b] as const), removed: undo.added });
      throw error;
    } finally {
      this.#tx = undefined;
    }
    const diff = builder.build();
    if (!isEmptyDiff(diff)) {
      this.#history.push(label, diff, options.coalesce);
      this.#published({ diff, cause: 'edit', label });
    }
    return result;
  }

  /** The next transaction starts a step of its own, whatever its coalescing key. */
  seal(): void { this.#history.seal(); }
  mark(): Mark { return this.#history.mark(); }
  /** Takes back everything since the mark, without redo. */
  bail(mark: Mark): void { this.#replay(this.#history.bail(mark), 'bail'); }
  /** Everything since the mark becomes one undo step. */
  squash(mark: Mark, label?: string): void {
    this.#history.squash(mark, label);
    this.doc.bump();
  }

  get undoLabel(): string | undefined { return this.canEdit ? this.#history.undoLabel : undefined; }
  get redoLabel(): string | undefined { return this.canEdit ? this.#history.redoLabel : undefined; }
  undo(): boolean { return this.canEdit && this.#step(this.#history.undo(), 'undo'); }
  redo(): boolean { return this.canEdit && this.#step(this.#history.redo(), 'redo'); }

  /** Replaces the document and forgets its history (a draft was found, another version is shown). */
  load(content: AnnotationContent): void {
    const removed = this.records();
    this.#reset(content);
    this.#history.clear();
    this.#published({ diff: { added: this.records(), updated: [], removed }, cause: 'load' });
  }

  // Selection, flags, class: not part of the content

  get selection(): ReadonlySet<string> { return this.#selection; }
  /** The one selected region, or undefined when none or several are. */
  get selected(): RegionRecord | undefined {
    if (this.#selection.size !== 1) return undefined;
    const [id] = this.#selection;
    return this.region(id!);
  }
  select(ids: Iterable<string>): void {
    const next = new Set([...ids].filter((id) => this.region(id)));
    if (next.size === this.#selection.size && [...next].every((id) => this.#selection.has(id))) return;
    this.#selection = next;
    this.ui.bump();
  }
  toggleSelected(id: string): void {
    const next = new Set(this.#selection);
    if (!next.delete(id)) next.add(id);
    this.select(next);
  }
  selectedRegions(): RegionRecord[] {
    return [...this.#selection].flatMap((id) => this.region(id) ?? []).sort((a, b) => a.order - b.order);
  }

  flags(id: string): RegionFlags { return this.#flags.get(id) ?? noFlags; }
  setFlags(ids: Iterable<string>, patch: RegionFlags): void {
    let changed = false;
    for (const id of ids) {
      const before = this.flags(id);
      const after = { ...before, ...patch };
      if (before.hidden === after.hidden && before.locked === after.locked) continue;
      this.#flags.set(id, after);
      changed = true;
      this.flagsChanged(id);
    }
    if (changed) this.ui.bump();
  }
  /** For subclasses that draw: a region was hidden, shown, locked or unlocked. */
  protected flagsChanged(_id: string): void {}

  /** The class that the next region gets. */
  get activeClass(): string | undefined { return this.#activeClass; }
  setActiveClass(name: string): void {
    if (name === this.#activeClass || !this.#classes.has(name)) return;
    this.#activeClass = name;
    this.ui.bump();
  }
  /** Classes that may be drawn as this kind of shape, in palette order. */
  classesFor(kind: ShapeKind): LabelClass[] { return (this.ontology.classes ?? []).filter((c) => c.shapes.includes(kind)); }
  /** Fields of a region's class. */
  fieldsOf(region: Region | RegionRecord): readonly Field[] { return this.labelClass(region.class)?.attributes ?? []; }

  /** One key for both: the selected regions get the class, and so will the next one. */
  chooseClass(name: string): void {
    const target = this.#classes.get(name);
    if (!target) return;
    const fitting = this.selectedRegions().filter((r) => target.shapes.includes(r.shape.kind) && !this.flags(r.id).locked);
    this.setActiveClass(name);
    if (fitting.length > 0) this.transact('step.setClass', (tx) => fitting.forEach((r) => tx.setClass(r.id, name)));
  }

  /** 'box.dragging': where the active tool is. Editors without tools stay at 'select.idle'. */
  toolPath(): string { return 'select.idle'; }
  setTool(_tool: string): void {}

  /** Nothing of the person's is lost when this is called: unfinished gestures are given up. */
  cancelGesture(): void {}

  /** Brings a region into sight. */
  reveal(_id: string): void {}

  dispose(): void {}

  announce(messageKey: string, params: Announcement['params'] = {}): void { this.announcements.emit({ messageKey, params }); }

  // ---

  #writer(builder: DiffBuilder): Tx {
    const put = <R extends DocRecord>(record: R): R => {
      builder.note(this.store.get(record.type, record.id), record);
      this.store.put(record);
      return record;
    };
    const remove = (record: DocRecord | undefined): void => {
      if (!record) return;
      builder.note(record, undefined);
      this.store.remove(record.type, record.id);
    };
    const update = (id: string, patch: RegionPatch, keepScore: boolean): void => {
      const before = this.region(id);
      if (!before) return;
      const { score, attributes, ...rest } = { ...before, ...patch };
      put({ ...rest, ...(attributes && Object.keys(attributes).length > 0 && { attributes }), ...(keepScore && score !== undefined && { score }) });
    };
    const tx: Tx = {
      addRegion: (region) => put({ ...region, type: 'region', id: region.id ?? this.#ids(), order: region.order ?? (this.store.regions.last?.order ?? 0) + 1 }),
      updateRegion: (id, patch) => update(id, patch, Object.keys(patch).every((k) => k === 'order')),
      setClass: (id, className) => {
        const region = this.region(id);
        if (region && region.class !== className)
          tx.updateRegion(id, { class: className, attributes: carriedAnswers(this.labelClass(className)?.attributes, region.attributes) });
      },
      setAttribute: (id, field, value) => {
        const attributes = { ...this.region(id)?.attributes };
        if (value === undefined) delete attributes[field];
        else attributes[field] = value;
        tx.updateRegion(id, { attributes });
      },
      accept: (id) => update(id, {}, false),
      removeRegion: (id) => {
        this.relations.filter((r) => r.from === id || r.to === id).forEach(remove);
        remove(this.region(id));
      },
      addRelation: (relation) => put({ ...relation, type: 'relation', id: relation.id ?? this.#ids(), order: (this.store.relations.last?.order ?? 0) + 1 }),
      updateRelation: (id, patch) => {
        const before = this.relation(id);
        if (before) put({ ...before, ...patch });
      },
      removeRelation: (id) => remove(this.relation(id)),
      setValue: (field, value) => {
        if (value === undefined) remove(this.store.get('value', field));
        else put({ type: 'value', id: field, value });
      },
    };
    return tx;
  }

  #step(entry: { label: string; diff: Diff } | undefined, cause: 'undo' | 'redo'): boolean {
    if (!entry) return false;
    this.#replay(entry.diff, cause, entry.label);
    // The eye should find what came back or moved.
    const touched = [...entry.diff.added, ...entry.diff.updated.map(([, after]) => after)].filter((r) => r.type === 'region').map((r) => r.id);
    if (touched.length > 0 && touched.length <= 50) this.select(touched);
    return true;
  }

  #replay(diff: Diff, cause: Cause, label?: string): void {
    this.store.apply(diff);
    this.#published({ diff, cause, ...(label !== undefined && { label }) });
  }

  #published(change: DocChange): void {
    const kept = [...this.#selection].filter((id) => this.region(id));
    if (kept.length !== this.#selection.size) {
      this.#selection = new Set(kept);
      this.ui.bump();
    }
    this.documentChanged(change);
    this.changes.emit(change);
    this.doc.bump();
  }
  /** For subclasses with derived state (spatial index): called before anybody else hears of the change. */
  protected documentChanged(_change: DocChange): void {}

  #reset(content: AnnotationContent): void {
    this.store.reset(
      (content.regions ?? []).map((r, i) => ({ ...r, type: 'region', order: i + 1 })),
      (content.relations ?? []).map((r, i) => ({ ...r, type: 'relation', order: i + 1 })),
      Object.entries(content.values ?? {}).map(([id, value]) => ({ type: 'value', id, value })),
    );
    this.#flags.clear();
    this.#selection = new Set();
  }
}

export interface Announcement { readonly messageKey: string; readonly params: Readonly<Record<string, string | number>> }

