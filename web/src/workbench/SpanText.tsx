import type { Ontology, Region } from '../engine/model';
import classes from './AnnotationViewer.module.css';
import { cutAtSpans } from './cutAtSpans';

/** A text with its marked passages; where passages overlap, each keeps its own underline. */
export function SpanText({ text, input, regions, ontology }: { text: string; input: string; regions: readonly Region[]; ontology: Ontology }) {
  const known = new Map((ontology.classes ?? []).map((c) => [c.name, c]));
  return (
    <p className={classes.text} dir="auto">
      {cutAtSpans(text, input, regions).map((piece) => {
        const first = piece.regions[0];
        if (first === undefined) return <span key={piece.start}>{piece.text}</span>;
        const colors = piece.regions.map((region) => known.get(region.class)?.color ?? '#888888');
        return (
          <mark
            key={piece.start} className={classes.mark} title={piece.regions.map((region) => known.get(region.class)?.title ?? region.class).join(', ')}
            style={{ '--label': colors[0], boxShadow: colors.map((color, i) => `inset 0 ${-2 * (i + 1)}px 0 ${color}`).reverse().join(', ') } as Record<string, string | undefined>}
          >
            {piece.text}
          </mark>
        );
      })}
    </p>
  );
}
