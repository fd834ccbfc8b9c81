import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { SkillDay } from '../../lib/contracts';
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
    <figure style={{ margin: 0 }}>
      <figcaption style={{ fontSize: 13, fontWeight: 600 }}>{title}</figcaption>
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
      <details>
        <summary style={{ fontSize: 12 }}>{t('asTable')}</summary>
        <Table verticalSpacing={2}>
          <Table.Tbody>{days.map((day) => <Table.Tr key={day.day}><Table.Td>{date(day.day)}</Table.Td><Table.Td>{t('interval', { mean: percent(day.mean), lower: percent(day.lower), upper: percent(day.upper) })}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </details>
    </figure>
  );
}
