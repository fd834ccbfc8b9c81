import { ScrollArea } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { ConfusionTable } from '../../lib/contracts';
import { Figure } from '../../ui/Figure';
import classes from './Quality.module.css';

/** A row for each label of the results: which share of the answers said what. */
export function ConfusionMatrix({ table }: { table: ConfusionTable }) {
  const { t } = useTranslation('quality');
  const { number, percent } = useFormats();
  const { labels, counts } = table;
  const sums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  return (
    <Figure
      title={t('confusion')} level={3} isDrawn={false} note={t('confusionNote')} show={number}
      figures={{ columns: [t('result'), ...labels], rows: labels.map((label, i) => [label, ...(counts[i] ?? [])]) }}
    >
      <ScrollArea.Autosize mah={360} viewportProps={{ tabIndex: 0 }}>
        <table className={classes.matrix}>
          <thead><tr><th scope="col" rowSpan={2}>{t('result')}</th><th scope="colgroup" colSpan={labels.length}>{t('answered')}</th></tr><tr>{labels.map((label) => <th key={label} scope="col">{label}</th>)}</tr></thead>
          <tbody>
            {labels.map((label, i) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {labels.map((given, j) => {
                  const [count, sum] = [counts[i]?.[j] ?? 0, sums[i] ?? 0];
                  const share = sum === 0 ? 0 : count / sum;
                  return (
                    <td key={given} data-same={i === j} style={{ '--share': share } as CSSProperties} title={t('confusionCell', { result: label, given, count: number(count), share: percent(share, 1) })}>
                      {count === 0 ? '' : percent(share)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea.Autosize>
    </Figure>
  );
}
