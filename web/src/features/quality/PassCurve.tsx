import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { PassChance } from '../../lib/contracts';
import { Figure } from '../../ui/Figure';
import classes from './Quality.module.css';

const [width, height, left, bottom] = [420, 150, 40, 32];

/** The chance to pass over the share of wrong tasks in the batch. */
export function PassCurve({ chances }: { chances: readonly PassChance[] }) {
  const { t } = useTranslation('quality');
  const { percent } = useFormats();
  const most = chances.at(-1)?.errorRate ?? 1;
  const x = (rate: number) => left + (rate / most) * (width - left - 12);
  const y = (chance: number) => 6 + (height - bottom - 6) * (1 - chance);
  return (
    <Figure
      title={t('acceptance.curve')} level={3} show={(value) => percent(value, 2)}
      figures={{ columns: [t('acceptance.wrongInBatch'), t('acceptance.chance')], rows: chances.map((one) => [one.errorRate, one.chance]) }}
    >
      <svg viewBox={`0 0 ${width} ${height}`} style={{ width: '100%', maxWidth: width }} role="img" aria-label={chances.map((one) => `${percent(one.errorRate, 2)}: ${percent(one.chance)}`).join(', ')}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width} y1={y(share)} y2={y(share)} stroke="var(--cl-line)" />
            <text x={left - 6} y={y(share) + 4} textAnchor="end" fontSize={11} fill="var(--mantine-color-dimmed)">{percent(share)}</text>
          </g>
        ))}
        <polyline points={chances.map((one) => `${x(one.errorRate)},${y(one.chance)}`).join(' ')} className={classes.line} />
        {chances.map((one) => <circle key={one.errorRate} cx={x(one.errorRate)} cy={y(one.chance)} r={3} className={classes.mean}><title>{`${percent(one.errorRate, 2)}: ${percent(one.chance)}`}</title></circle>)}
        {[0, most / 3, (2 * most) / 3, most].map((rate) => <text key={rate} x={Math.min(x(rate), width - 20)} y={height - bottom + 14} textAnchor="middle" fontSize={11} fill="var(--mantine-color-dimmed)">{percent(rate, 1)}</text>)}
        <text x={(width + left) / 2} y={height - 3} textAnchor="middle" fontSize={11} fill="var(--mantine-color-dimmed)">{t('acceptance.wrongInBatch')}</text>
      </svg>
    </Figure>
  );
}
