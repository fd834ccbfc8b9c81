import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { SkillDay } from '../../lib/contracts';
import { Figure } from '../../ui/Figure';
import classes from './Quality.module.css';

const [width, height, left, bottom] = [520, 150, 40, 20];

/** The estimate day by day, with its 90 % interval as a band. */
export function SkillOverTime({ days, title }: { days: readonly SkillDay[]; title: string }) {
  const { t } = useTranslation('quality');
  const { percent, date } = useFormats();
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const [from, to] = [Date.parse(first.day), Date.parse(last.day)];
  const x = (day: SkillDay) => (to === from ? (left + width) / 2 : left + ((Date.parse(day.day) - from) / (to - from)) * (width - left - 10));
  const y = (share: number) => 6 + (height - bottom - 6) * (1 - share);
  const points = (of: (day: SkillDay) => number) => days.map((day) => `${x(day)},${y(of(day))}`);
  return (
    <Figure
      title={title} level={3} show={(value) => percent(value, 1)}
      figures={{ columns: [t('day'), t('right'), t('lower'), t('upper')], rows: days.map((day) => [date(day.day), day.mean, day.lower, day.upper]) }}
    >
      <svg viewBox={`0 0 ${width} ${height}`} style={{ width: '100%', maxWidth: width }} role="img" aria-label={`${title}: ${days.slice(-5).map((day) => `${date(day.day)} ${percent(day.mean)}`).join(', ')}`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width} y1={y(share)} y2={y(share)} stroke="var(--cl-line)" />
            <text x={left - 6} y={y(share) + 4} textAnchor="end" fontSize={11} fill="var(--mantine-color-dimmed)">{percent(share)}</text>
          </g>
        ))}
        <polygon points={[...points((d) => d.upper), ...points((d) => d.lower).toReversed()].join(' ')} className={classes.band} />
        <polyline points={points((d) => d.mean).join(' ')} className={classes.line} />
        {days.map((day) => (
          <circle key={day.day} cx={x(day)} cy={y(day.mean)} r={3} className={classes.mean}>
            <title>{`${date(day.day)}: ${t('interval', { mean: percent(day.mean), lower: percent(day.lower), upper: percent(day.upper) })}`}</title>
          </circle>
        ))}
        <text x={left} y={height - 4} fontSize={11} fill="var(--mantine-color-dimmed)">{date(first.day)}</text>
        {days.length > 1 && <text x={width - 4} y={height - 4} textAnchor="end" fontSize={11} fill="var(--mantine-color-dimmed)">{date(last.day)}</text>}
      </svg>
    </Figure>
  );
}
