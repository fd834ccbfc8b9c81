import type { RelationType } from '../model';
import { EditorCore, type DocChange, type EditorInit, type Mark, type RegionRecord, type RelationRecord, type Tx } from '../core';
import { TextDocument, type Block, type Position, type TextRange, type TextSource } from './document';

export type Unit = 'word' | 'character';
export type TextTool = 'select' | 'label' | 'relate';
export type Edge = 'start' | 'end';
export type CaretMove = 'character' | 'word' | 'line' | 'lineEdge' | 'documentEdge';

/** From `anchor`, which stays, to `focus`, which moves; both the same when nothing is selected. */
export interface Caret { readonly input: string; readonly anchor: number; readonly focus: number }

/** What only a screen knows: lines as they are broken, and what is in view. */
export interface TextSurface {
  /** The place one line up or down, as drawn. */
  vertical(from: Position, step: 1 | -1): Position | undefined;
  firstVisible(): Position | undefined;
}

export interface PointerOptions {
  /** 1 a click, 2 a double click, 3 a triple click. */
  readonly clicks?: number;
  readonly shift?: boolean;
  readonly mod?: boolean;
  /** The pointer is on a handle of a selected span. */
  readonly handle?: { readonly id: string; readonly edge: Edge };
  /** The pointer is on a span's link handle. */
  readonly link?: string;
}

type Gesture =
  | { readonly kind: 'range'; readonly from: TextRange; readonly unit: Unit; readonly started: Position; moved: boolean; readonly mod: boolean; readonly clicks: number }
  | { readonly kind: 'resize'; readonly id: string; readonly edge: Edge; readonly mark: Mark }
  | { readonly kind: 'link'; readonly from: string; over: string | undefined };

export interface TextInit extends EditorInit { readonly sources: readonly TextSource[] }

/** A quote longer than this is left out: the offsets say it already, and content must stay small. */
const maxQuote = 1_000;

/** Spans and relations over the texts of one task. */
export class TextCore extends EditorCore {
  readonly document: TextDocument;
  surface: TextSurface | undefined;
  #unit: Unit = 'word';
  #tool: TextTool = 'select';
  #caret: Caret | undefined;
  #gesture: Gesture | undefined;
  #hovered: string | undefined;
  #relateFrom: string | undefined;
  #activeRelation: string | undefined;
  #selectedRelation: string | undefined;
  /** Region ids by block: what has to be painted when a block is in view. */
  readonly #byBlock = new Map<number, Set<string>>();
  #sorted: readonly RegionRecord[] | undefined;
  /** Bumped when the caret moved and must be kept in view. */
  revealCaret = 0;

  constructor(init: TextInit) {
    super({ ...init, context: { ...init.context, texts: Object.fromEntries(init.sources.map((s) => [s.name, s.text])) } });
    this.document = new TextDocument(init.sources);
    this.#activeRelation = init.ontology.relations?.[0]?.name;
    for (const region of this.regions) this.#index(region, true);
  }

  // Reading

  get unit(): Unit { return this.#unit; }
  get tool(): TextTool { return this.#tool; }
  get caret(): Caret | undefined { return this.#caret; }
  get hovered(): string | undefined { return this.#hovered; }
  get relateFrom(): string | undefined { return this.#gesture?.kind === 'link' ? this.#gesture.from : this.#relateFrom; }
  get relateOver(): string | undefined { return this.#gesture?.kind === 'link' ? this.#gesture.over : this.#relateFrom === undefined ? undefined : this.#hovered; }
  get activeRelation(): string | undefined { return this.#activeRelation; }
  get selectedRelation(): RelationRecord | undefined { return this.#selectedRelation === undefined ? undefined : this.relation(this.#selectedRelation); }

  override toolPath(): string {
    const state = this.#gesture ? { range: 'selecting', resize: 'resizing', link: 'dragging' }[this.#gesture.kind] : this.#tool === 'relate' ? 'picking' : 'idle';
    return `${this.#tool}.${state}`;
  }

  /** What is selected and not labelled yet; undefined when nothing is. */
  get range(): TextRange | undefined {
    const caret = this.#caret;
    if (!caret || caret.anchor === caret.focus) return undefined;
    return { input: caret.input, start: Math.min(caret.anchor, caret.focus), end: Math.max(caret.anchor, caret.focus) };
  }

  /** From the first to the last in the texts; a longer one before a shorter one that begins at the same place. */
  get spans(): readonly RegionRecord[] {
    return (this.#sorted ??= this.regions.filter(isSpan).sort((a, b) => this.document.compare(startOf(a), startOf(b)) || endOf(b) - endOf(a) || a.order - b.order));
  }

  spansInBlock(block: Block): readonly RegionRecord[] {
    const ids = this.#byBlock.get(block.index);
    return ids ? [...ids].flatMap((id) => this.region(id) ?? []).filter((r) => !this.flags(r.id).hidden) : [];
  }

  /** Shortest first, so that a span within a span can be reached. */
  spansAt(position: Position): readonly RegionRecord[] {
    const block = this.document.blockAt(position);
    if (!block) return [];
    return this.spansInBlock(block)
      .filter((r) => isSpan(r) && r.shape.start <= position.offset && position.offset < r.shape.end)
      .sort((a, b) => lengthOf(a) - lengthOf(b) || b.order - a.order);
  }

  relationTypesFor(from: string, to: string): readonly RelationType[] {
    const a = this.region(from);
    const b = this.region(to);
    if (!a || !b || from === to) return [];
    return (this.ontology.relations ?? []).filter((r) => (!r.from || r.from.includes(a.class)) && (!r.to || r.to.includes(b.class)));
  }

  relationsOf(id: string): readonly RelationRecord[] { return this.relations.filter((r) => r.from === id || r.to === id); }

  // Tools

  setUnit(unit: Unit): void {
    if (unit === this.#unit) return;
    this.#unit = unit;
    this.ui.bump();
  }

  override setTool(tool: string): void {
    if (tool !== 'select' && tool !== 'label' && tool !== 'relate') return;
    this.cancelGesture();
    this.#relateFrom = tool === 'relate' && this.canEdit ? this.selected?.id : undefined;
    this.#tool = tool === 'relate' && this.#relateFrom === undefined ? 'select' : tool;
    this.ui.bump();
  }

  setActiveRelation(name: string): void {
    this.#activeRelation = name;
    this.ui.bump();
  }

  hover(id: string | undefined): void {
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.ui.bump();
  }

  override select(ids: Iterable<string>): void {
    const list = [...ids];
    if (list.length > 0 && this.range) this.#setCaret(undefined);
    if (list.length > 0) this.#selectedRelation = undefined;
    super.select(list);
  }

  selectRelation(id: string | undefined): void {
    if (id !== undefined) super.select([]);
    this.#selectedRelation = id;
    this.ui.bump();
  }

  /** What is selected gets the class; with nothing selected the next selection will, until Escape. */
  override chooseClass(name: string): void {
    if (!this.labelClass(name)) return;
    if (this.range) {
      this.setActiveClass(name);
      this.labelRange(name);
    } else if (this.selection.size > 0) super.chooseClass(name);
    else if (this.canEdit) {
      const again = this.#tool === 'label' && this.activeClass === name;
      this.setActiveClass(name);
      this.setTool(again ? 'select' : 'label');
    }
  }

  /** Makes a span of what is selected. The very same span is not made twice: it is selected instead. */
  labelRange(className = this.activeClass): RegionRecord | undefined {
    const range = this.range;
    if (!range || className === undefined || !this.canEdit) return undefined;
    const span = this.#unit === 'word' ? this.document.snapToWords(range) : range;
    if (span.start >= span.end) return undefined;
    const twin = this.#twin(span, className);
    const region = twin ?? this.transact('step.add', (tx) => this.#add(tx, span, className));
    if (!region) return undefined;
    this.#setCaret({ input: span.input, anchor: span.end, focus: span.end });
    this.select([region.id]);
    if (!twin) this.announce('text.announce.added', { class: this.labelClass(className)?.title ?? className, text: excerpt(this.document.slice(span)) });
    return region;
  }

  /** Labels every other occurrence of the selected span's text alike, as one step. Returns how many were added. */
  labelAllAlike(): number {
    const region = this.selected;
    if (!region || !isSpan(region) || !this.canEdit) return 0;
    const { input, start, end } = region.shape;
    const needle = this.document.slice({ input, start, end });
    const whole = this.document.wordAt({ input, offset: start }).start === start && this.document.wordAt({ input, offset: end - 1 }).end === end;
    const places = this.document.occurrences(needle, whole).filter((place) => !this.#twin(place, region.class));
    this.transact('text.step.labelAll', (tx) => {
      for (const place of places) {
        const added = this.#add(tx, place, region.class);
        if (region.attributes) tx.updateRegion(added.id, { attributes: { ...region.attributes } });
      }
    });
    this.announce('text.announce.labelledAll', { count: places.length });
    return places.length;
  }

  /** Moves an end of the selected span by one word or character. */
  resizeSelected(edge: Edge, step: 1 | -1): void {
    const region = this.selected;
    if (!region || !isSpan(region) || this.flags(region.id).locked) return;
    const from = { input: region.shape.input, offset: region.shape[edge] };
    let to = this.#unit === 'word' ? this.document.byWord(from, step) : this.document.byCharacter(from, step);
    if (this.#unit === 'word') {
      // A start goes to the start of a word, an end to the end of one.
      const text = this.document.text(from.input);
      if (edge === 'start' && step === 1) { to = { ...to }; let { offset } = to; while (offset < text.length && /\s/u.test(text[offset]!)) offset++; to = { input: from.input, offset }; }
      if (edge === 'end' && step === -1) { let { offset } = to; while (offset > 0 && /\s/u.test(text[offset - 1]!)) offset--; to = { input: from.input, offset }; }
    }
    this.#resize(region, edge, to.offset, `resize:${region.id}:${edge}`);
  }

  // Relations

  /** Links two spans with the active type when it fits, else with the first that does. */
  relate(from: string, to: string): RelationRecord | undefined {
    const types = this.relationTypesFor(from, to);
    const type = types.find((t) => t.name === this.#activeRelation) ?? types[0];
    if (!type || !this.canEdit) {
      if (this.canEdit && from !== to) this.announce('text.announce.cannotRelate');
      return undefined;
    }
    const twin = this.relations.find((r) => r.from === from && r.to === to && r.name === type.name);
    const relation = twin ?? this.transact('step.relate', (tx) => tx.addRelation({ name: type.name, from, to }));
    this.#relateFrom = undefined;
    this.#tool = 'select';
    this.selectRelation(relation?.id);
    if (!twin) this.announce('text.announce.related', { relation: type.title ?? type.name });
    return relation;
  }

  deleteSelectedRelation(): void {
    const id = this.#selectedRelation;
    if (id !== undefined) this.transact('step.delete', (tx) => tx.removeRelation(id));
  }

  reverseSelectedRelation(): void {
    const relation = this.selectedRelation;
    if (relation && this.relationTypesFor(relation.to, relation.from).some((t) => t.name === relation.name))
      this.transact('text.step.reverse', (tx) => tx.updateRelation(relation.id, { from: relation.to, to: relation.from }));
  }

  renameSelectedRelation(name: string): void {
    const relation = this.selectedRelation;
    if (!relation) return;
    this.#activeRelation = name;
    this.transact('text.step.relationType', (tx) => tx.updateRelation(relation.id, { name }));
  }

  // Caret

  /** Puts the caret at a place, or stretches the selection to it. */
  setCaret(position: Position, extend: boolean): void {
    const { input, offset } = this.document.clamp(position);
    const anchor = extend && this.#caret?.input === input ? this.#caret.anchor : offset;
    if (extend && this.#caret && this.#caret.input !== input) return;
    super.select([]);
    this.#selectedRelation = undefined;
    this.revealCaret++;
    this.#setCaret({ input, anchor, focus: offset });
  }

  moveCaret(move: CaretMove, step: 1 | -1, extend: boolean): void {
    const caret = this.#caret ?? this.#startingCaret();
    if (!caret) return;
    const from = { input: caret.input, offset: caret.focus };
    // As in every text field: without Shift a selection is left at the end towards which the key points.
    const range = this.range;
    if (range && !extend && move === 'character') return this.setCaret({ input: caret.input, offset: step === 1 ? range.end : range.start }, false);
    this.#caret = caret;
    this.setCaret(this.#target(from, move, step), extend);
  }

  /** Left and right are places on the screen; in a line that is written from right to left they are the other way round. */
  moveCaretVisually(move: 'character' | 'word', step: 1 | -1, extend: boolean): void {
    const caret = this.#caret ?? this.#startingCaret();
    const block = caret && this.document.blockAt({ input: caret.input, offset: caret.focus });
    this.moveCaret(move, block && this.document.isRightToLeft(block) ? (step === 1 ? -1 : 1) : step, extend);
  }

  #startingCaret(): Caret | undefined {
    const region = this.selectedRegions()[0];
    const at = region && isSpan(region) ? startOf(region) : this.surface?.firstVisible() ?? (this.document.sources[0] && { input: this.document.sources[0].name, offset: 0 });
    return at && { input: at.input, anchor: at.offset, focus: at.offset };
  }

  #target(from: Position, move: CaretMove, step: 1 | -1): Position {
    switch (move) {
      case 'character': {
        const next = this.document.byCharacter(from, step);
        return next.offset === from.offset ? this.#neighbourText(from, step) : next;
      }
      case 'word': {
        const next = this.document.byWord(from, step);
        return next.offset === from.offset ? this.#neighbourText(from, step) : next;
      }
      case 'line': {
        const drawn = this.surface?.vertical(from, step);
        if (drawn) return drawn;
        const block = this.document.blockAt(from)!;
        const next = this.document.blocks[block.index + step];
        return next ? { input: next.input, offset: Math.min(next.end, next.start + from.offset - block.start) } : { input: from.input, offset: step === 1 ? block.end : block.start };
      }
      case 'lineEdge': {
        const block = this.document.blockAt(from)!;
        return { input: from.input, offset: step === 1 ? block.end : block.start };
      }
      case 'documentEdge':
        return { input: from.input, offset: step === 1 ? this.document.text(from.input).length : 0 };
    }
  }

  #neighbourText(from: Position, step: 1 | -1): Position {
    const { sources } = this.document;
    const next = sources[sources.findIndex((s) => s.name === from.input) + step];
    return next ? { input: next.name, offset: step === 1 ? 0 : next.text.length } : from;
  }

  // Pointer

  pointerDown(at: Position, options: PointerOptions = {}): void {
    this.cancelGesture();
    const { clicks = 1, shift = false, mod = false } = options;
    if (options.handle && this.canEdit && !this.flags(options.handle.id).locked) {
      this.#gesture = { kind: 'resize', ...options.handle, mark: this.mark() };
      this.ui.bump();
      return;
    }
    if (options.link !== undefined && this.canEdit) {
      this.#gesture = { kind: 'link', from: options.link, over: undefined };
      this.ui.bump();
      return;
    }
    if (shift && this.#caret?.input === at.input) {
      this.setCaret(at, true);
      return;
    }
    const unit: Unit = clicks >= 2 ? 'word' : this.#unit;
    const block = this.document.blockAt(at);
    const from: TextRange =
      clicks >= 3 && block ? { input: at.input, start: block.start, end: block.end }
      : clicks === 2 ? this.document.wordAt(at)
      : { input: at.input, start: at.offset, end: at.offset };
    this.#gesture = { kind: 'range', from, unit, started: at, moved: clicks > 1, mod, clicks };
    if (clicks > 1) this.#stretch(at);
    this.ui.bump();
  }

  pointerMove(at: Position): void {
    const gesture = this.#gesture;
    switch (gesture?.kind) {
      case 'range':
        if (at.offset !== gesture.started.offset) gesture.moved = true;
        if (gesture.moved) this.#stretch(at);
        return;
      case 'resize': {
        const region = this.region(gesture.id);
        if (!region || !isSpan(region) || at.input !== region.shape.input) return;
        let { offset } = at;
        if (this.#unit === 'word') {
          const word = this.document.wordAt({ input: at.input, offset: gesture.edge === 'end' ? Math.max(0, offset - 1) : offset });
          offset = gesture.edge === 'start' ? word.start : word.end;
        }
        this.#resize(region, gesture.edge, offset);
        return;
      }
      case 'link': {
        const over = this.spansAt(at).find((r) => r.id !== gesture.from)?.id;
        if (over === gesture.over) return;
        gesture.over = over;
        this.ui.bump();
        return;
      }
      case undefined:
        this.hover(this.spansAt(at)[0]?.id);
    }
  }

  pointerUp(at: Position): void {
    const gesture = this.#gesture;
    this.#gesture = undefined;
    switch (gesture?.kind) {
      case 'range':
        if (gesture.moved) {
          if (gesture.unit === 'word' && this.range) this.#snapRange();
          if (this.#tool === 'label') this.labelRange();
        } else this.#click(at, gesture.mod);
        break;
      case 'resize':
        this.squash(gesture.mark, 'text.step.resize');
        break;
      case 'link':
        if (gesture.over !== undefined) this.relate(gesture.from, gesture.over);
        break;
      case undefined:
        return;
    }
    this.ui.bump();
  }

  override cancelGesture(): void {
    const gesture = this.#gesture;
    this.#gesture = undefined;
    if (gesture?.kind === 'resize') this.bail(gesture.mark);
    if (gesture?.kind === 'range') this.#setCaret(undefined);
    if (gesture) this.ui.bump();
  }

  /** Escape: the innermost thing that is going on ends. */
  escape(): void {
    if (this.#gesture) this.cancelGesture();
    else if (this.#tool === 'relate') this.setTool('select');
    else if (this.range && this.#caret) this.#setCaret({ ...this.#caret, anchor: this.#caret.focus });
    else if (this.selection.size > 0 || this.#selectedRelation !== undefined) {
      this.select([]);
      this.selectRelation(undefined);
    } else if (this.#tool === 'label') this.setTool('select');
    else this.#setCaret(undefined);
  }
  get canEscape(): boolean {
    return this.#gesture !== undefined || this.#tool !== 'select' || this.selection.size > 0 || this.#caret !== undefined || this.#selectedRelation !== undefined;
  }

  /** To the next span in the order of the texts; while a link is drawn, the span becomes its likely target. */
  selectNeighbourSpan(step: 1 | -1): void {
    const spans = this.spans.filter((r) => !this.flags(r.id).hidden && r.id !== this.#relateFrom);
    if (spans.length === 0) return;
    const last = this.#relateFrom === undefined ? [...this.selection].at(-1) : this.#hovered ?? this.#relateFrom;
    const known = spans.findIndex((r) => r.id === last);
    let at: number;
    if (known >= 0) at = known + step;
    else {
      // From the caret, or from the span that the link begins at.
      const source = this.#relateFrom === undefined ? undefined : this.region(this.#relateFrom);
      const from = source && isSpan(source) ? startOf(source) : this.#caret && { input: this.#caret.input, offset: this.#caret.focus };
      const after = from ? spans.findIndex((r) => this.document.compare(startOf(r), from) >= 0) : 0;
      at = step === 1 ? (after < 0 ? 0 : after) : (after < 0 ? spans.length : after) - 1;
    }
    const region = spans[(at + spans.length) % spans.length]!;
    if (this.#relateFrom !== undefined) this.hover(region.id);
    else this.select([region.id]);
    this.announce('announce.selected', { class: this.labelClass(region.class)?.title ?? region.class, index: spans.indexOf(region) + 1, total: spans.length });
  }

  /** Enter while a link is drawn: the highlighted span is its target. */
  confirmRelation(): void {
    if (this.#relateFrom !== undefined && this.#hovered !== undefined) this.relate(this.#relateFrom, this.#hovered);
  }

  // ---

  #click(at: Position, mod: boolean): void {
    const here = this.spansAt(at);
    if (this.#tool === 'relate' && this.#relateFrom !== undefined) {
      const target = here.find((r) => r.id !== this.#relateFrom);
      if (target) this.relate(this.#relateFrom, target.id);
      return;
    }
    if (this.#tool === 'label' && this.canEdit) {
      const word = this.document.trim(this.document.wordAt(at));
      if (this.#unit === 'word' && word.start < word.end) {
        this.#setCaret({ input: word.input, anchor: word.start, focus: word.end });
        this.labelRange();
      } else this.setCaret(at, false);
      return;
    }
    if (here.length === 0) return this.setCaret(at, false);
    if (mod) {
      this.toggleSelected(here[0]!.id);
      return;
    }
    // A second click at the same place reaches the span around.
    const selectedAt = here.findIndex((r) => this.selection.has(r.id));
    this.#caret = { input: at.input, anchor: at.offset, focus: at.offset };
    this.select([here[(selectedAt + 1) % here.length]!.id]);
  }

  #stretch(at: Position): void {
    const gesture = this.#gesture;
    if (gesture?.kind !== 'range' || at.input !== gesture.from.input) return;
    const { from, unit, clicks } = gesture;
    const forward = at.offset >= from.end;
    let offset = at.offset;
    if (unit === 'word' && clicks < 3 && (at.offset < from.start || at.offset > from.end)) {
      const word = this.document.wordAt({ input: at.input, offset: forward ? Math.max(0, at.offset - 1) : at.offset });
      offset = forward ? word.end : word.start;
    }
    let anchor = forward ? from.start : from.end;
    if (unit === 'word' && clicks === 1) {
      const word = this.document.wordAt({ input: at.input, offset: forward ? anchor : Math.max(0, anchor - 1) });
      // Only where there is a word: a drag that begins in white space begins there.
      if (this.document.trim(word).start < word.end) anchor = forward ? word.start : word.end;
    }
    const next = { input: from.input, anchor, focus: forward ? Math.max(from.end, offset) : Math.min(from.start, offset) };
    super.select([]);
    this.#selectedRelation = undefined;
    this.#setCaret(next);
  }

  #snapRange(): void {
    const caret = this.#caret!;
    const snapped = this.document.snapToWords(this.range!);
    const forward = caret.focus >= caret.anchor;
    this.#setCaret({ input: caret.input, anchor: forward ? snapped.start : snapped.end, focus: forward ? snapped.end : snapped.start });
  }

  #resize(region: RegionRecord, edge: Edge, offset: number, coalesce?: string): void {
    if (!isSpan(region)) return;
    const { input } = region.shape;
    const start = edge === 'start' ? Math.max(0, offset) : region.shape.start;
    const end = edge === 'end' ? Math.min(this.document.text(input).length, offset) : region.shape.end;
    // An end does not go past the other.
    if (start >= end || (start === region.shape.start && end === region.shape.end)) return;
    this.transact('text.step.resize', (tx) => tx.updateRegion(region.id, { shape: this.#span({ input, start, end }) }), coalesce === undefined ? {} : { coalesce });
  }

  #span(range: TextRange) {
    const quote = range.end - range.start <= maxQuote ? { quote: this.document.slice(range) } : {};
    return { kind: 'span' as const, ...range, ...quote };
  }

  #add(tx: Tx, range: TextRange, className: string): RegionRecord { return tx.addRegion({ class: className, shape: this.#span(range) }); }

  #twin(range: TextRange, className: string): RegionRecord | undefined {
    const block = this.document.blockAt({ input: range.input, offset: range.start });
    const ids = block && this.#byBlock.get(block.index);
    for (const id of ids ?? []) {
      const r = this.region(id);
      if (r && isSpan(r) && r.class === className && r.shape.input === range.input && r.shape.start === range.start && r.shape.end === range.end) return r;
    }
    return undefined;
  }

  #setCaret(caret: Caret | undefined): void {
    this.#caret = caret;
    this.ui.bump();
  }

  protected override documentChanged(change: DocChange): void {
    this.#sorted = undefined;
    for (const r of change.diff.removed) if (r.type === 'region') this.#index(r, false);
    for (const [before, after] of change.diff.updated) {
      if (before.type === 'region') this.#index(before, false);
      if (after.type === 'region') this.#index(after, true);
    }
    for (const r of change.diff.added) if (r.type === 'region') this.#index(r, true);
    if (this.#hovered !== undefined && !this.region(this.#hovered)) this.#hovered = undefined;
    if (this.#selectedRelation !== undefined && !this.relation(this.#selectedRelation)) this.#selectedRelation = undefined;
    if (this.#relateFrom !== undefined && !this.region(this.#relateFrom)) {
      this.#relateFrom = undefined;
      this.#tool = 'select';
    }
  }

  #index(region: RegionRecord, present: boolean): void {
    if (!isSpan(region)) return;
    for (const block of this.document.blocksOf(region.shape)) {
      const ids = this.#byBlock.get(block.index);
      if (!present) ids?.delete(region.id);
      else if (ids) ids.add(region.id);
      else this.#byBlock.set(block.index, new Set([region.id]));
    }
  }
}

export type SpanRecord = RegionRecord & { readonly shape: Extract<RegionRecord['shape'], { kind: 'span' }> };
export const isSpan = (r: RegionRecord): r is SpanRecord => r.shape.kind === 'span';
const startOf = (r: RegionRecord): Position => (isSpan(r) ? { input: r.shape.input, offset: r.shape.start } : { input: '', offset: 0 });
const endOf = (r: RegionRecord): number => (isSpan(r) ? r.shape.end : 0);
const lengthOf = (r: RegionRecord): number => (isSpan(r) ? r.shape.end - r.shape.start : 0);

/** A line about a stretch of text. */
export const excerpt = (text: string, max = 60): string => {
  const flat = text.replace(/\s+/gu, ' ').trim();
  return flat.length <= max ? flat : `${flat.slice(0, max - 1).trimEnd()}…`;
};
