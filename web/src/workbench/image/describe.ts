import type { TFunction } from 'i18next';
import { boundsOf, isImageShape } from '../../engine/image';
import type { Ontology, Region } from '../../engine/model';

/** 'Car, box, 120 by 80 at 40, 16, suggested 87 %': a region for those who do not see it. */
export function describeRegion(region: Region, t: TFunction<'workbench'>, ontology: Ontology): string {
  const name = ontology.classes?.find((c) => c.name === region.class)?.title ?? region.class;
  if (!isImageShape(region.shape)) return name;
  const r = boundsOf(region.shape);
  const place = { x: Math.round(r.minX), y: Math.round(r.minY), width: Math.round(r.maxX - r.minX), height: Math.round(r.maxY - r.minY) };
  const shape = t(`image.describe.${region.shape.kind}`, region.shape.kind === 'polygon' ? { ...place, count: region.shape.points.length / 2 } : place);
  return [name, shape, region.score === undefined ? '' : t('image.describe.suggested', { percent: Math.round(region.score * 100) })].filter(Boolean).join(', ');
}
