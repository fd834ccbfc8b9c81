import { useTranslation } from 'react-i18next';
import type { LabelClass, Ontology } from '../../lib/contracts';
import classes from './OntologyPreview.module.css';

/** Stand-ins for the customer's data, so that a project can be judged before anything is imported. */
export function SampleMedia({ ontology, classes: labels, active }: { ontology: Ontology; classes: LabelClass[]; active?: LabelClass }) {
  const { t } = useTranslation('ontology');
  if (ontology.editor === 'image') return <SampleImage labels={labels} active={active} />;
  if (ontology.editor === 'text') return <SampleText labels={labels} />;
  return (
    <div className={classes.inputs}>
      {ontology.inputs.map((input, i) => (
        <div key={i} className={classes.input}>
          <h4>{input.title ?? input.name}</h4>
          {input.kind === 'image' ? <SampleImage labels={[]} /> : t(i % 2 === 0 ? 'sampleA' : 'sampleB')}
        </div>
      ))}
    </div>
  );
}

function SampleImage({ labels, active }: { labels: LabelClass[]; active?: LabelClass }) {
  const first = labels[0];
  const drawn = [first, labels[1] ?? first, labels[2] ?? first];
  return (
    <svg className={classes.image} viewBox="0 0 320 150" aria-hidden="true">
      <rect width="320" height="150" fill="#9fb9c9" />
      <path d="M0 92 60 60 110 84 170 48 240 86 320 62V150H0Z" fill="#7f9a8c" />
      <path d="M0 112H320V150H0Z" fill="#5d646b" />
      <path d="M0 130H320" stroke="#d9d3b0" strokeWidth="2" strokeDasharray="16 12" />
      <path d="M34 126v-14l10-12h34l12 12h10v14Z" fill="#b5473c" />
      <circle cx="50" cy="127" r="7" fill="#24292e" /><circle cx="86" cy="127" r="7" fill="#24292e" />
      <path d="M196 128v-20l8-14h30l12 14h6v20Z" fill="#3d5a80" />
      <circle cx="212" cy="128" r="7" fill="#24292e" /><circle cx="240" cy="128" r="7" fill="#24292e" />
      <circle cx="146" cy="97" r="5" fill="#e6c9a8" /><path d="M140 103h12l3 20h-4l-1 18h-8l-1-18h-4Z" fill="#3f3a52" />
      {drawn[0] !== undefined && <Drawn label={drawn[0]} box={[28, 96, 78, 40]} strong={drawn[0] === active} />}
      {drawn[1] !== undefined && <Drawn label={drawn[1]} box={[134, 90, 24, 53]} strong={drawn[1] === active} />}
      {drawn[2] !== undefined && <Drawn label={drawn[2]} box={[191, 90, 66, 47]} strong={drawn[2] === active} />}
    </svg>
  );
}

function Drawn({ label, box: [x, y, width, height], strong }: { label: LabelClass; box: [number, number, number, number]; strong: boolean }) {
  const look = { stroke: label.color, strokeWidth: strong ? 3 : 2, fill: label.color, fillOpacity: strong ? 0.28 : 0.14 };
  const kind = label.shapes[0];
  if (kind === 'point') return <circle cx={x + width / 2} cy={y + height / 2} r={strong ? 6 : 5} fill={label.color} stroke="#fff" strokeWidth={2} />;
  if (kind === 'polygon') {
    const at = (u: number, v: number) => `${x + width * u},${y + height * v}`;
    return <polygon points={[at(0.25, 0), at(0.75, 0), at(1, 0.45), at(1, 1), at(0, 1), at(0, 0.45)].join(' ')} {...look} />;
  }
  return <rect x={x} y={y} width={width} height={height} {...look} />;
}

function SampleText({ labels }: { labels: LabelClass[] }) {
  const { t } = useTranslation('ontology');
  // Marked parts stand in brackets in the translation.
  const parts = t('sampleText').split(/\[|\]/);
  return (
    <p className={classes.text} style={{ margin: 0 }}>
      {parts.map((part, i) => {
        const label = labels.length === 0 ? undefined : labels[((i - 1) / 2) % labels.length];
        return i % 2 === 0 || label === undefined ? part : <mark key={i} style={{ '--label': label.color } as Record<string, string>}>{part}</mark>;
      })}
    </p>
  );
}
