import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { RedundancyCurve } from '../../lib/contracts';
import { Figure } from '../../ui/Figure';
import classes from './Quality.module.css';

const [height, left, bottom, top] = [230, 46, 36, 10];
const ways = ['fixed', 'adaptive', 'routed'] as const;

/** What fewer answers would have cost: answers a task against the share of tasks with the same result. */
export function RedundancyChart({ curve }: { curve: RedundancyCurve }) {
  const { t } = useTranslation('quality');
  const { number, percent } = useFormats();
  const { ref, width: measured } = useElementSize();
  const width = measured > 0 ? measured : 480;
  const lowest = Math.min(...ways.flatMap((way) => curve[way].map((point) => point.same)));
  const from = Math.max(0, Math.floor(lowest * 20 - 0.2) / 20);
  const x = (answers: number) => left + ((answers - 1) / Math.max(0.001, curve.answersPerTask - 1)) * (width - left - 14);
  const y = (same: number) => top + (height - bottom - top) * (1 - (same - from) / (1 - from));
  const round = (value: number) => number(Math.round(value * 100) / 100);
  const steps = Array.from({ length: Math.floor(curve.answersPerTask) }, (_, i) => i + 1).filter((n, _, all) => all.length <= 8 || n % Math.ceil(all.length / 8) === 1);
  const enough = { fixed: curve.fixedAnswers, adaptive: curve.adaptiveAnswers, routed: curve.routedAnswers };
  return (
    <Figure
      title={t('redundancy')} level={3} note={t('redundancyNote', { tasks: number(curve.tasks) })} show={(value, column) => (column === 1 ? round(value) : percent(value, 1))}
      figures={{ columns: [t('way'), t('answersPerTask'), t('sameResult')], rows: ways.flatMap((way) => curve[way].map((point) => [t(`ways.${way}`), point.answersPerTask, point.same])) }}
    >
      <div ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} className={classes.plot} role="img" aria-label={`${t('redundancy')}: ${ways.map((way) => t('enough', { way: t(`ways.${way}`), answers: enough[way] === undefined ? '–' : round(enough[way]) })).join('; ')}`}>
          {[from, (from + 1) / 2, 1].map((same) => (
            <g key={same}>
              <line x1={left} x2={width} y1={y(same)} y2={y(same)} className={classes.grid} />
              <text x={left - 6} y={y(same) + 4} textAnchor="end" className={classes.label}>{percent(same)}</text>
            </g>
          ))}
          {steps.map((n) => <text key={n} x={x(n)} y={height - bottom + 15} textAnchor="middle" className={classes.label}>{number(n)}</text>)}
          <text x={(left + width) / 2} y={height - 4} textAnchor="middle" className={classes.label}>{t('answersPerTask')}</text>
          {ways.map((way) => (
            <g key={way} data-way={way}>
              <polyline points={curve[way].map((point) => `${x(point.answersPerTask)},${y(point.same)}`).join(' ')} className={classes.curve} />
              {curve[way].map((point, i) => (
                <circle key={i} cx={x(point.answersPerTask)} cy={y(point.same)} r={3} className={classes.point}><title>{t('wayPoint', { way: t(`ways.${way}`), answers: round(point.answersPerTask), same: percent(point.same, 1) })}</title></circle>
              ))}
            </g>
          ))}
        </svg>
      </div>
      <ul className={classes.legend}>
        {ways.map((way) => <li key={way} data-way={way}>{t('enough', { way: t(`ways.${way}`), answers: enough[way] === undefined ? '–' : round(enough[way]) })}</li>)}
      </ul>
    </Figure>
  );
}
