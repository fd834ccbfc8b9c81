/** A place in one text of the task, in UTF-16 code units. */
export interface Position { readonly input: string; readonly offset: number }
/** A stretch of one text; end is exclusive. */
export interface TextRange { readonly input: string; readonly start: number; readonly end: number }

export interface TextSource { readonly name: string; readonly title?: string | undefined; readonly text: string }

/** A line as it is shown: what lies between line breaks, and very long lines cut between words. Without the line break itself. */
export interface Block {
  readonly index: number;
  readonly input: string;
  readonly start: number;
  readonly end: number;
  /** The first of its text: the title stands above it. */
  readonly first: boolean;
}

/** A browser lays a line of this length out in well under a millisecond; a line of a megabyte takes seconds. */
const maxBlockLength = 2_000;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The texts of a task, cut into blocks, with words and characters to move by. Never changes. */
export class TextDocument {
  readonly sources: readonly TextSource[];
  readonly blocks: readonly Block[];
  readonly #texts: ReadonlyMap<string, string>;
  readonly #order: ReadonlyMap<string, number>;
  /** Blocks by text, as [first, past the last] in `blocks`. */
  readonly #spans = new Map<string, readonly [number, number]>();

  constructor(sources: readonly TextSource[]) {
    this.sources = sources;
    this.#texts = new Map(sources.map((s) => [s.name, s.text]));
    this.#order = new Map(sources.map((s, i) => [s.name, i]));
    const blocks: Block[] = [];
    for (const source of sources) {
      const first = blocks.length;
      for (const [start, end] of cut(source.text)) blocks.push({ index: blocks.length, input: source.name, start, end, first: blocks.length === first });
      this.#spans.set(source.name, [first, blocks.length]);
    }
    this.blocks = blocks;
  }

  text(input: string): string { return this.#texts.get(input) ?? ''; }
  has(input: string): boolean { return this.#texts.has(input); }
  slice(range: TextRange): string { return this.text(range.input).slice(range.start, range.end); }
  blockText(block: Block): string { return this.text(block.input).slice(block.start, block.end); }

  /** By the order of the texts, then by place. */
  compare(a: Position, b: Position): number {
    return (this.#order.get(a.input) ?? 0) - (this.#order.get(b.input) ?? 0) || a.offset - b.offset;
  }

  /** The block that shows a place; a line break belongs to the line that it ends. */
  blockAt(position: Position): Block | undefined {
    const range = this.#spans.get(position.input);
    if (!range) return undefined;
    let [low, high] = range;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.blocks[middle]!.start <= position.offset) low = middle;
      else high = middle;
    }
    return this.blocks[low];
  }

  /** Every block that shows a part of a range. */
  blocksOf(range: TextRange): readonly Block[] {
    const first = this.blockAt({ input: range.input, offset: range.start });
    if (!first) return [];
    const found: Block[] = [];
    const past = this.#spans.get(range.input)![1];
    for (let i = first.index; i < past && this.blocks[i]!.start < Math.max(range.end, range.start + 1); i++) found.push(this.blocks[i]!);
    return found;
  }

  /** The word (or the run of other characters) at a place. */
  wordAt(position: Position): TextRange {
    const block = this.blockAt(position);
    if (!block || block.start === block.end) return { input: position.input, start: position.offset, end: position.offset };
    const at = Math.min(Math.max(position.offset, block.start), block.end - 1) - block.start;
    const segment = words.segment(this.blockText(block)).containing(at)!;
    return { input: block.input, start: block.start + segment.index, end: block.start + segment.index + segment.segment.length };
  }

  /** Widens to whole words and leaves white space at the ends out; empty when there is nothing else. */
  snapToWords(range: TextRange): TextRange {
    if (range.start >= range.end) return range;
    const first = this.wordAt({ input: range.input, offset: range.start });
    const last = this.wordAt({ input: range.input, offset: range.end - 1 });
    return this.trim({ input: range.input, start: Math.min(first.start, range.start), end: Math.max(last.end, range.end) });
  }

  trim({ input, start, end }: TextRange): TextRange {
    const text = this.text(input);
    while (start < end && isSpace(text[start]!)) start++;
    while (end > start && isSpace(text[end - 1]!)) end--;
    return { input, start, end };
  }

  /** The next place between two characters as people see them; crosses line ends. */
  byCharacter(position: Position, step: 1 | -1): Position {
    const { input, offset } = position;
    const text = this.text(input);
    // A window is enough: no cluster of characters is that long.
    const from = Math.max(0, offset - 64);
    const window = text.slice(from, offset + 64);
    if (step === 1) {
      if (offset >= text.length) return position;
      const segment = graphemes.segment(window).containing(offset - from)!;
      return { input, offset: from + segment.index + segment.segment.length };
    }
    if (offset <= 0) return position;
    return { input, offset: from + graphemes.segment(window).containing(offset - 1 - from)!.index };
  }

  /** The end of this or the next word, or the start of this or the one before; crosses line ends. */
  byWord(position: Position, step: 1 | -1): Position {
    const { input } = position;
    const text = this.text(input);
    let { offset } = position;
    if (step === 1) {
      while (offset < text.length && !isWordLike(text, offset)) offset++;
      return { input, offset: offset < text.length ? this.wordAt({ input, offset }).end : offset };
    }
    while (offset > 0 && !isWordLike(text, offset - 1)) offset--;
    return { input, offset: offset > 0 ? this.wordAt({ input, offset: offset - 1 }).start : 0 };
  }

  clamp(position: Position): Position {
    return { input: position.input, offset: Math.min(Math.max(0, position.offset), this.text(position.input).length) };
  }

  /** Whether the line is written from right to left: by its first letter with a direction, as browsers do for dir="auto". */
  isRightToLeft(block: Block): boolean {
    const text = this.blockText(block);
    const strong = /\p{L}/u.exec(text)?.[0];
    return strong !== undefined && /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(strong);
  }

  /** Every place where a stretch of text occurs, in all texts; whole words only when asked. */
  occurrences(needle: string, wholeWords: boolean): TextRange[] {
    const found: TextRange[] = [];
    if (needle.length === 0) return found;
    for (const { name, text } of this.sources)
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
        const range = { input: name, start: at, end: at + needle.length };
        if (!wholeWords || this.#isWhole(range)) found.push(range);
      }
    return found;
  }

  #isWhole({ input, start, end }: TextRange): boolean {
    return this.wordAt({ input, offset: start }).start === start && this.wordAt({ input, offset: end - 1 }).end === end;
  }
}

const isSpace = (c: string): boolean => /\s/u.test(c);
/** Letters, digits, marks, and halves of pairs: what a word is made of. */
const isWordLike = (text: string, at: number): boolean => /[\p{L}\p{N}\p{M}\p{Cs}_]/u.test(text[at]!);

function* cut(text: string): Generator<readonly [start: number, end: number]> {
  let start = 0;
  for (;;) {
    const lineBreak = text.indexOf('\n', start);
    const past = lineBreak < 0 ? text.length : lineBreak;
    let end = lineBreak > start && text[lineBreak - 1] === '\r' ? lineBreak - 1 : past;
    while (end - start > maxBlockLength) {
      const space = text.lastIndexOf(' ', start + maxBlockLength);
      let at = space > start + maxBlockLength / 2 ? space + 1 : start + maxBlockLength;
      // Never between the halves of a pair.
      if (/[\udc00-\udfff]/.test(text[at]!) && /[\ud800-\udbff]/.test(text[at - 1]!)) at--;
      yield [start, at];
      start = at;
    }
    end = Math.max(end, start);
    yield [start, end];
    if (lineBreak < 0) return;
    start = lineBreak + 1;
  }
}
