import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { LabelCount } from '../../lib/contracts';
import classes from './OverviewPage.module.css';

const few = 8;

export function LabelCounts({ labels }: { labels: readonly LabelCount[] }) {
  const { t } = useTranslation('projects');
  const { number } = useFormats();
  const [all, setAll] = useState(false);
  const top = Math.max(1, ...labels.map((l) => l.count));
  return (
    <section className={classes.panel}>
      <Text component="h2" m={0} mb="sm" fw={600} size="md">{t('overview.labels')}</Text>
      {labels.length === 0 ? <Text size="sm" c="dimmed">{t('overview.noLabels')}</Text> : (
        <ul className={classes.labels}>
          {labels.slice(0, all ? 500 : few).map(({ label, count }) => (
            <li key={label}>
              <span className={classes.labelName} title={label}>{label.replace('=', ': ')}</span>
              <span>{number(count)}</span>
              <span className={classes.track} aria-hidden="true"><span style={{ width: `${(100 * count) / top}%` }} /></span>
            </li>
          ))}
        </ul>
      )}
      {labels.length > few && !all && <Button variant="subtle" size="compact-xs" mt="xs" onClick={() => setAll(true)}>{t('overview.moreLabels', { count: labels.length - few })}</Button>}
    </section>
  );
}
