import { useElementSize } from '@mantine/hooks';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { agreementScopes, type AgreementLine, type AgreementOfWhom } from '../../lib/contracts';
import { Figure } from '../../ui/Figure';
import classes from './Quality.module.css';

const [row, axis, most] = [24, 26, 24];

/** A point and its 95 % interval for each measure, class, pair of people or batch. */
export function AgreementChart({ lines }: { lines: readonly AgreementLine[] }) {
  const { t } = useTranslation('quality');
  const { number } = useFormats();
  const { ref, width: measured } = useElementSize();
  const scopes = agreementScopes.filter((scope) => lines.some((line) => line.scope === scope));
  const [chosen, setScope] = useState<AgreementOfWhom>('all');
  const scope = scopes.includes(chosen) ? chosen : 'all';
  const all = lines.filter((line) => line.scope === scope);
  // Of people, by one measure: two marks on each line would be read as two people.
  const measure = all.find((line) => line.measure === 'cohen')?.measure ?? all[0]?.measure;
  const shown = (scope === 'all' ? all : all.filter((line) => line.measure === measure)).slice(0, most);
  const name = (line: AgreementLine) => (scope === 'all' ? t(`measures.${line.measure}`, line.measure) : line.of.join(' – '));
  const title = scope === 'all' || measure === undefined ? t('agreement') : t('agreementBy', { measure: t(`measures.${measure}`, measure) });
  const width = measured > 0 ? measured : 480;
  const left = Math.min(190, width * 0.42);
  const from = Math.min(0, Math.floor(Math.min(...shown.map((line) => line.lower ?? line.value)) * 2) / 2);
  const x = (value: number) => left + 8 + ((value - from) / (1 - from)) * (width - left - 46);
  const height = shown.length * row + axis;
  const round = (value: number) => number(Math.round(value * 1000) / 1000);
  const text = (line: AgreementLine) => (line.lower === undefined || line.upper === undefined
    ? t('valueOfTasks', { value: round(line.value), tasks: number(line.tasks) })
    : t('valueBetween', { value: round(line.value), lower: round(line.lower), upper: round(line.upper), tasks: number(line.tasks) }));
  return (
    <Figure
      title={title} level={3} note={t(scope === 'all' ? 'agreementNote' : 'intervalNote')} show={round}
      figures={{
        columns: [t('measureName'), t('ofWhom'), t('value'), t('lower'), t('upper'), t('tasks')],
        rows: lines.map((line) => [line.measure, line.scope === 'all' ? t('scope.all') : line.of.join(' – '), line.value, line.lower ?? '', line.upper ?? '', line.tasks]),
      }}
      actions={scopes.length > 1 && <SegmentedControl size="xs" mr={6} value={scope} onChange={(value) => setScope(value)} aria-label={t('ofWhom')} data={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))} />}
    >
      <div ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} className={classes.plot} role="img" aria-label={`${title}: ${shown.map((line) => `${name(line)} ${text(line)}`).join('; ')}`}>
          {[...(from < 0 ? [from] : []), 0, 0.5, 1].map((value) => (
            <g key={value}>
              <line x1={x(value)} x2={x(value)} y1={0} y2={height - axis + 4} className={classes.grid} />
              <text x={x(value)} y={height - 8} textAnchor="middle" className={classes.label}>{round(value)}</text>
            </g>
          ))}
          {shown.map((line, i) => {
            const y = i * row + row / 2;
            return (
              <g key={`${line.measure} ${line.of.join()}`}>
                <rect x={0} y={i * row} width={width} height={row} className={classes.hit}><title>{`${name(line)}: ${text(line)}`}</title></rect>
                <text x={left} y={y + 4} textAnchor="end" className={classes.label}>{short(name(line), Math.floor(left / 6.4))}</text>
                {line.lower !== undefined && line.upper !== undefined && <line x1={x(line.lower)} x2={x(line.upper)} y1={y} y2={y} className={classes.whisker} />}
                <circle cx={x(line.value)} cy={y} r={4} className={classes.mean} />
                <text x={width - 2} y={y + 4} textAnchor="end" className={classes.label}>{number(Math.round(line.value * 100) / 100)}</text>
              </g>
            );
          })}
        </svg>
      </div>
    </Figure>
  );
}

const short = (text: string, letters: number) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);
