import type { TFunction } from 'i18next';
import type { Ontology, Region } from '../../engine/model';
import { excerpt } from '../../engine/text';

/** 'Person, “Ada Lovelace”, suggested 87 %': a span for those who do not see it. */
export function describeSpan(region: Region, t: TFunction<'workbench'>, ontology: Ontology): string {
  const name = ontology.classes?.find((c) => c.name === region.class)?.title ?? region.class;
  if (region.shape.kind !== 'span') return name;
  const { quote, start, end } = region.shape;
  return [
    name,
    quote === undefined ? t('text.describe.place', { start, end }) : t('text.describe.quote', { text: excerpt(quote) }),
    region.score === undefined ? '' : t('text.describe.suggested', { percent: Math.round(region.score * 100) }),
  ].filter(Boolean).join(', ');
}
