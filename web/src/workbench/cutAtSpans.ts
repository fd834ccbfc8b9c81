import type { Region } from '../engine/model';

export interface Piece { start: number; text: string; regions: Region[] }

/** Cuts a text wherever a span begins or ends, so that spans may overlap; offsets are UTF-16 code units. */
export function cutAtSpans(text: string, input: string, regions: readonly Region[]): Piece[] {
  const spans = regions.flatMap((region) => (region.shape.kind === 'span' && region.shape.input === input ? [{ region, start: region.shape.start, end: region.shape.end }] : []));
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? text.length;
    return { start, text: text.slice(start, end), regions: spans.filter((span) => span.start <= start && span.end >= end).map((span) => span.region) };
  });
}
