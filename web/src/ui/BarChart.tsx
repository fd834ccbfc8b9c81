import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useFormats } from '../app/i18n/useFormats';
import classes from './BarChart.module.css';
import { Figure } from './Figure';

export interface Bar { key: string; label: string; shortLabel?: string; value: number }

/** A few bars. */
export function BarChart({ title, bars, xTitle, yTitle, actions }: { title: string; bars: readonly Bar[]; xTitle: string; yTitle: string; actions?: ReactNode }) {
  const { number } = useFormats();
  const top = niceTop(Math.max(1, ...bars.map((bar) => bar.value)));
  // Drawn in the size in which it stands, so that its letters are as large on a phone.
  const { ref, width: measured } = useElementSize();
  const width = measured > 0 ? measured : 720;
  const [height, left, bottom] = [180, 40, 22];
  const step = (width - left) / Math.max(1, bars.length);
  const y = (value: number) => 8 + (height - bottom - 8) * (1 - value / top);
  const every = Math.ceil(bars.length / Math.max(1, Math.floor((width - left) / 90)));
  return (
    <Figure title={title} actions={actions} figures={{ columns: [xTitle, yTitle], rows: bars.map((bar) => [bar.label, bar.value]) }} show={number}>
      <div ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} className={classes.chart} role="img" aria-label={`${title}: ${bars.map((bar) => `${bar.label} ${number(bar.value)}`).slice(-14).join(', ')}`}>
          {[0, top / 2, top].map((value) => (
            <g key={value}>
              <line x1={left} x2={width} y1={y(value)} y2={y(value)} className={classes.line} />
              <text x={left - 8} y={y(value) + 4} textAnchor="end" className={classes.text}>{number(value)}</text>
            </g>
          ))}
          {bars.map((bar, i) => (
            <g key={bar.key} className={classes.group}>
              <rect x={left + i * step} y={8} width={step} height={height - bottom - 8} fill="transparent" />
              <rect x={left + i * step + step * 0.14} width={Math.max(1, step * 0.72)} y={y(bar.value)} height={Math.max(bar.value > 0 ? 1 : 0, height - bottom - y(bar.value))} rx={Math.min(3, step * 0.2)} className={classes.bar} />
              <title>{`${bar.label}: ${number(bar.value)}`}</title>
              {i % every === 0 && <text x={Math.min(left + i * step + step / 2, width - 36)} y={height - 5} textAnchor="middle" className={classes.text}>{bar.shortLabel ?? bar.label}</text>}
            </g>
          ))}
        </svg>
      </div>
    </Figure>
  );
}

/** The next even 1, 2 or 5 times a power of ten: half of it is whole too. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const top = ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
  return top % 2 === 0 ? top : top + 1;
}
