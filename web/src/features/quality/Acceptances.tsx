import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { TextLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { AcceptanceBadge } from './AcceptanceBadge';
import { AcceptanceForm } from './AcceptanceForm';
import { acceptancesQuery } from './api/acceptancesQuery';
import classes from './Quality.module.css';

/** Which batches were accepted by a sample, and the next one. */
export function Acceptances({ project }: { project: string }) {
  const { t } = useTranslation('quality');
  const me = useMe();
  const { number, date } = useFormats();
  const query = useQuery(acceptancesQuery(project));
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label={t('acceptance.title')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">{t('acceptance.title')}</Title>
        {may(me, 'steerTasks') && !isOpen && <Button size="xs" variant="default" onClick={() => setOpen(true)}>{t('acceptance.new')}</Button>}
      </Group>
      <ProblemAlert error={query.error} />
      {isOpen && <AcceptanceForm project={project} onCancel={() => setOpen(false)} />}
      {query.data?.length === 0 && !isOpen && <Text size="sm" c="dimmed">{t('acceptance.none')}</Text>}
      <ul className={classes.list}>
        {query.data?.map((one) => (
          <li key={one.number} className={classes.row}>
            <span className={classes.grow}>
              <TextLink to="/projects/$project/quality/acceptances/$number" params={{ project, number: String(one.number) }} c="inherit" inherit fw={500}>{t('acceptance.name', { number: number(one.number), name: one.name })}</TextLink>
            </span>
            <small>{t('acceptance.progress', { audited: number(one.progress.audited), sample: number(one.progress.sampleSize), wrong: number(one.progress.wrong) })} · {date(one.drawnAt)}</small>
            <AcceptanceBadge state={one.progress.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
