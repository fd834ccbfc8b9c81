import { Button, Group, Progress, Select, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { rotationLevels, type CustodySummary, type RotationLevel } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { rotateKeys } from './api/rotateKeys';
import { rotationsQuery } from './api/rotationsQuery';
import { Section } from './Section';
import classes from './Trust.module.css';

/** New keys, while the work goes on. */
export function Rotations({ custody, names }: { custody: CustodySummary; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('trust');
  const { ago, number } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(rotationsQuery());
  const [level, setLevel] = useState<RotationLevel>('custodian');
  const [project, setProject] = useState<string | null>(null);
  const rotate = useMutation({ mutationFn: rotateKeys, onSettled: () => void queries.invalidateQueries({ queryKey: ['custody'] }) });
  const projects = [...new Set(custody.keys.flatMap((key) => (key.project === undefined || key.state === 'destroyed' ? [] : [key.project])))];
  return (
    <Section title={t('rotation.title')} text={t('rotation.text')}>
      <ProblemAlert error={query.error ?? rotate.error} />
      <Group gap="xs" align="flex-end">
        <Select
          label={t('rotation.level')} w={300} maw="100%" allowDeselect={false} value={level} onChange={(next) => setLevel(rotationLevels.find((l) => l === next) ?? 'custodian')}
          data={rotationLevels.map((l) => ({ value: l, label: t(`rotation.levels.${l}`) }))}
        />
        {level === 'project' && <Select label={t('rotation.which')} w={220} maw="100%" value={project} onChange={setProject} data={projects.map((id) => ({ value: id, label: names.get(id) ?? id }))} />}
        <Button variant="default" loading={rotate.isPending} disabled={custody.state !== 'available' || (level === 'project' && project === null)} onClick={() => rotate.mutate({ level, project: level === 'project' ? project ?? undefined : undefined })}>{t('rotation.start')}</Button>
      </Group>
      <Text size="xs" c="dimmed" mt={6}>{t(`rotation.hint.${level}`)}</Text>
      {query.data !== undefined && query.data.length > 0 && (
        <ul className={classes.list} style={{ marginBlockStart: 12 }}>
          {query.data.map((rotation) => (
            <li key={rotation.id}>
              <span className={classes.grow}>
                <strong>{t(`rotation.levels.${rotation.level}`)}{rotation.project !== undefined && `: ${names.get(rotation.project) ?? rotation.project}`}</strong> <small>{ago(rotation.createdAt)}</small><br />
                <small>{t(`rotation.state.${rotation.state}`, { done: number(rotation.done), total: number(rotation.total) })}</small>
                {rotation.state === 'running' && <Progress mt={4} maw={420} size="sm" value={rotation.total === 0 ? 0 : (rotation.done / rotation.total) * 100} aria-label={t('rotation.title')} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
