import { ActionIcon, ScrollArea, Table, Tooltip } from '@mantine/core';
import { IconChartBar, IconFileTypeCsv, IconPhotoDown, IconTable } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toCsv } from '../lib/csv';
import { savePicture } from '../lib/savePicture';
import { saveText } from '../lib/saveText';
import classes from './Figure.module.css';

export interface Figures { columns: readonly string[]; rows: readonly (readonly (string | number)[])[] }

/**
 * A drawing with its title, and the same figures as a table for those who cannot or do not want to see drawings; both can be taken along.
 * The children are one svg, or something that is a table by itself.
 */
export function Figure({ title, figures, show, note, actions, level = 2, isDrawn = true, children }: {
  title: string; figures: Figures; /** How a number is written in the table. */ show: (value: number, column: number) => string;
  note?: string; actions?: ReactNode; level?: 2 | 3; isDrawn?: boolean; children: ReactNode;
}) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const drawing = useRef<HTMLDivElement>(null);
  const Heading = `h${level}` as const;
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
  const savePng = () => { const svg = drawing.current?.querySelector('svg'); if (svg) void savePicture(`${name}.png`, svg); };
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <Heading>{title}</Heading>
        <span className={classes.actions}>
          {actions}
          <Action label={t('saveCsv')} of={title} onClick={() => saveText(`${name}.csv`, toCsv([figures.columns, ...figures.rows]))}><IconFileTypeCsv size={17} /></Action>
          {isDrawn && !asTable && <Action label={t('savePng')} of={title} onClick={savePng}><IconPhotoDown size={17} /></Action>}
          {isDrawn && <Action label={t(asTable ? 'showChart' : 'showTable')} of={title} isPressed={asTable} onClick={() => setAsTable(!asTable)}>{asTable ? <IconChartBar size={17} /> : <IconTable size={17} />}</Action>}
        </span>
      </figcaption>
      {asTable ? (
        <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0 }}>
          <Table verticalSpacing={3}>
            <Table.Thead><Table.Tr>{figures.columns.map((column, i) => <Table.Th key={column} ta={typeof figures.rows[0]?.[i] === 'number' ? 'end' : undefined}>{column}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {figures.rows.map((row, n) => (
                <Table.Tr key={n}>{row.map((value, i) => <Table.Td key={i} ta={typeof value === 'number' ? 'end' : undefined}>{typeof value === 'number' ? show(value, i) : value}</Table.Td>)}</Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      ) : <div ref={drawing}>{children}</div>}
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </figure>
  );
}

function Action({ label, of, isPressed, onClick, children }: { label: string; of: string; isPressed?: boolean; onClick: () => void; children: ReactNode }) {
  return <Tooltip label={label}><ActionIcon aria-label={`${label}: ${of}`} aria-pressed={isPressed} onClick={onClick}>{children}</ActionIcon></Tooltip>;
}
