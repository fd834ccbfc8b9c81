import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetReference, Ontology, Region } from '../engine/model';
import classes from './AnnotationViewer.module.css';

/** The picture with its shapes; coordinates are pixels of the upright image, which browsers show by themselves. */
export function ShapeOverlay({ asset, url, regions, ontology }: { asset: AssetReference; url: string; regions: readonly Region[]; ontology: Ontology }) {
  const { t } = useTranslation('viewer');
  const [natural, setNatural] = useState<{ width: number; height: number }>();
  const width = asset.width ?? natural?.width;
  const height = asset.height ?? natural?.height;
  const colors = new Map((ontology.classes ?? []).map((c) => [c.name, c.color]));
  return (
    <div className={classes.picture} style={width !== undefined && height !== undefined ? { aspectRatio: `${width} / ${height}` } : undefined}>
      <img
        src={url} alt={t('picture', { name: asset.name, count: regions.length })} draggable={false}
        onLoad={(event) => setNatural({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })}
      />
      {width !== undefined && height !== undefined && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {regions.map((region) => <ShapeView key={region.id} region={region} color={colors.get(region.class) ?? '#888888'} unit={Math.max(width, height) / 100} />)}
        </svg>
      )}
    </div>
  );
}

function ShapeView({ region: { shape, class: name }, color, unit }: { region: Region; color: string; unit: number }) {
  const look = { stroke: color, fill: color, fillOpacity: 0.14, strokeWidth: 2, vectorEffect: 'non-scaling-stroke' } as const;
  switch (shape.kind) {
    case 'box': return <rect x={shape.x} y={shape.y} width={shape.width} height={shape.height} {...look}><title>{name}</title></rect>;
    case 'polygon': return <polygon points={shape.points.join(' ')} {...look}><title>{name}</title></polygon>;
    case 'point': return <circle cx={shape.x} cy={shape.y} r={unit * 0.7} fill={color} stroke="#fff" strokeWidth={2} vectorEffect="non-scaling-stroke"><title>{name}</title></circle>;
    case 'span': return null;
  }
}
