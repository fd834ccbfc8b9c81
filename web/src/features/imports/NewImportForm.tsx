import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { importedLabels, type ImportedLabels, type RowMapping } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { projectQuery } from '../../lib/api/projectQuery';
import { previewRows } from './api/previewRows';
import { startImport } from './api/startImport';
import type { FoundFile } from './collectFiles';
import { DropZone } from './DropZone';
import { kindsOf, rowsFileOf } from './fileKinds';
import { MappingStep } from './MappingStep';
import { sendAll } from './uploads';

/** Drop, look at what was found, say what the labels mean, start. */
export function NewImportForm({ project, onStarted }: { project: string; onStarted: (id: string) => void }) {
  const { t } = useTranslation(['imports', 'common']);
  const { number, bytes } = useFormats();
  const queries = useQueryClient();
  const detail = useQuery(projectQuery(project));
  const [files, setFiles] = useState<FoundFile[]>([]);
  const [labels, setLabels] = useState<ImportedLabels>('predictions');
  const [model, setModel] = useState('');
  const [batchName, setBatchName] = useState('');
  const [mapping, setMapping] = useState<RowMapping>();
  const rows = rowsFileOf(files);
  const preview = useQuery({
    queryKey: ['rows-preview', project, rows?.path, rows?.file.size, rows?.file.lastModified],
    queryFn: () => (rows === undefined ? undefined : previewRows(project, rows.file)),
    enabled: rows !== undefined,
    retry: false,
  });
  const start = useMutation({
    mutationFn: async () => {
      const made = await startImport(project, {
        labels, model: labels === 'predictions' && model.trim() !== '' ? model.trim() : undefined, batchName: batchName.trim() || undefined,
        mapping: rows === undefined ? undefined : (mapping ?? preview.data?.suggested),
      });
      void queries.invalidateQueries({ queryKey: ['project', project, 'imports'] });
      onStarted(made.id);
      await sendAll(project, made.id, files, queries);
    },
  });
  const add = (found: FoundFile[]) => setFiles((old) => [...new Map([...old, ...found].map((file) => [file.path, file])).values()]);

  if (files.length === 0)
    return <DropZone title={t('drop')} hint={t(`hint.${detail.data?.ontology.editor ?? 'image'}`)} onFiles={add} />;
  return (
    <Stack gap="lg" maw={860}>
      <div>
        <Group gap="sm" justify="space-between">
          <Text fw={600}>{t('found', { count: files.length, number: number(files.length), size: bytes(files.reduce((sum, { file }) => sum + file.size, 0)) })}</Text>
          <Button size="xs" variant="subtle" onClick={() => { setFiles([]); setMapping(undefined); }}>{t('chooseOthers')}</Button>
        </Group>
        <Text size="sm" c="dimmed">{kindsOf(files).map(({ extension, count }) => `${number(count)} ${extension === '' ? t('noExtension') : extension}`).join(' · ')}</Text>
      </div>
      {rows !== undefined && preview.isError && <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data !== undefined && rows !== undefined && detail.data !== undefined && (
        <MappingStep name={rows.path} preview={preview.data} ontology={detail.data.ontology} value={mapping ?? preview.data.suggested} onChange={setMapping} />
      )}
      <Radio.Group label={t('labels.title')} description={t('labels.hint')} value={labels} onChange={(value) => setLabels(importedLabels.find((l) => l === value) ?? 'predictions')}>
        <Stack gap={8} mt="xs">{importedLabels.map((value) => <Radio key={value} value={value} label={t(`labels.${value}`)} description={t(`labels.${value}Text`)} size="sm" />)}</Stack>
      </Radio.Group>
      <Group gap="sm" align="flex-start">
        <TextInput label={t('batch')} description={t('batchHint')} value={batchName} maxLength={200} flex="1 1 240px" onChange={(event) => setBatchName(event.currentTarget.value)} />
        {labels === 'predictions' && <TextInput label={t('model')} description={t('modelHint')} value={model} maxLength={200} flex="1 1 240px" onChange={(event) => setModel(event.currentTarget.value)} />}
      </Group>
      <ProblemAlert error={start.error} />
      <Group gap="sm">
        <Button loading={start.isPending} disabled={rows !== undefined && preview.isPending} onClick={() => start.mutate()}>{t('start')}</Button>
        <Button variant="default" onClick={() => setFiles([])}>{t('common:cancel')}</Button>
      </Group>
    </Stack>
  );
}
