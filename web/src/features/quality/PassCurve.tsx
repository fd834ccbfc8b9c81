import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { PassChance } from '../../lib/contracts';
import classes from './Quality.module.css';

const [width, height, left, bottom] = [420, 150, 40, 32];

/** The chance to pass over the share of wrong tasks in the batch, and the same as a table. */
export function PassCurve({ chances }: { chances: readonly PassChance[] }) {
  const { t } = useTranslation('quality');
  const { percent } = useFormats();
  const most = chances.at(-1)?.errorRate ?? 1;
  const x = (rate: number) => left + (rate / most) * (width - left - 12);
  const y = (chance: number) => 6 + (height - bottom - 6) * (1 - chance);
  return (
    <figure style={{ margin: 0 }}>
      <figcaption style={{ fontSize: 13, fontWeight: 600 }}>{t('acceptance.curve')}</figcaption>
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
      <details>
        <summary style={{ fontSize: 12 }}>{t('asTable')}</summary>
        <Table verticalSpacing={2}>
          <Table.Thead><Table.Tr><Table.Th>{t('acceptance.wrongInBatch')}</Table.Th><Table.Th ta="end">{t('acceptance.chance')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{chances.map((one) => <Table.Tr key={one.errorRate}><Table.Td>{percent(one.errorRate, 2)}</Table.Td><Table.Td ta="end">{percent(one.chance, 1)}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </details>
    </figure>
  );
}
