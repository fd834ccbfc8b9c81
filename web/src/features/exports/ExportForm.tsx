import { Button, Checkbox, Group, Radio, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { exportedAnswers, type ExportedAnswers } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { exportsQuery } from './api/exportsQuery';
import { formatsQuery } from './api/formatsQuery';
import { startExport } from './api/startExport';
import classes from './ExportForm.module.css';

const described = ['native', 'coco', 'voc', 'yolo', 'cvat', 'csv', 'tsv', 'jsonl', 'json', 'conll'] as const;

export function ExportForm({ project }: { project: string }) {
  const { t } = useTranslation('exports');
  const queries = useQueryClient();
  const formats = useQuery(formatsQuery());
  const [format, setFormat] = useState('native');
  const [answers, setAnswers] = useState<ExportedAnswers>('results');
  const [includeMedia, setIncludeMedia] = useState(false);
  const canHoldEverything = format === 'native';
  const canHoldMedia = formats.data?.some((f) => f.id === format && f.canHoldMedia) === true;
  const start = useMutation({
    mutationFn: () => startExport(project, { format, answers, includeMedia: includeMedia && canHoldMedia }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: exportsQuery(project).queryKey }),
  });
  const chooseFormat = (next: string) => {
    setFormat(next);
    if (next !== 'native' && answers === 'everything') setAnswers('accepted');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg" maw={860}>
        {formats.isError && <ProblemAlert error={formats.error} onRetry={() => void formats.refetch()} />}
        <Radio.Group label={t('format')} value={format} onChange={chooseFormat}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" mt={6}>
            {formats.data === undefined ? [0, 1, 2, 3, 4, 5].map((i) => <Skeleton key={i} h={76} />)
              : formats.data.filter((item) => item.canExport).map((item) => {
                const known = described.find((id) => id === item.id);
                return (
                  <Radio.Card key={item.id} value={item.id} className={classes.card}>
                    <Group gap="xs" justify="space-between" wrap="nowrap"><Text span size="sm" fw={550}>{item.title}</Text><Text span size="xs" c="dimmed" ff="monospace">.{item.extension.replace(/^\./, '')}</Text></Group>
                    {known !== undefined && <Text span size="xs" c="dimmed" display="block">{t(`holds.${known}`)}</Text>}
                  </Radio.Card>
                );
              })}
          </SimpleGrid>
        </Radio.Group>
        <Radio.Group label={t('answers')} value={answers} onChange={(value) => setAnswers(exportedAnswers.find((a) => a === value) ?? 'results')}>
          <Stack gap={8} mt="xs">
            {exportedAnswers.map((value) => (
              <Radio key={value} size="sm" value={value} label={t(`answer.${value}`)} description={t(`answer.${value}Text`)} disabled={value === 'everything' && !canHoldEverything} />
            ))}
          </Stack>
        </Radio.Group>
        {canHoldMedia && <Checkbox label={t('media')} description={t('mediaText')} checked={includeMedia} onChange={(event) => setIncludeMedia(event.currentTarget.checked)} />}
        <ProblemAlert error={start.error} />
        <Group><Button type="submit" loading={start.isPending}>{t('start')}</Button></Group>
      </Stack>
    </form>
  );
}
