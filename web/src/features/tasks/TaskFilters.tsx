import { Button, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import { taskStates, type Ontology } from '../../lib/contracts';
import { batchesQuery } from '../../lib/api/batchesQuery';
import { statsQuery } from '../../lib/api/statsQuery';
import type { TaskFilter } from './api/tasksQuery';

export function TaskFilters({ project, ontology, value, onChange, onClear }: {
  project: string; ontology?: Ontology; value: TaskFilter; onChange: (part: Partial<TaskFilter>) => void; onClear?: () => void;
}) {
  const { t } = useTranslation(['tasks', 'common']);
  const batches = useQuery(batchesQuery(project));
  const stats = useQuery(statsQuery(project));
  const input = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useState(value.search ?? '');
  useEffect(() => setSearch(value.search ?? ''), [value.search]);
  const changeSearch = useDebouncedCallback((text: string) => onChange({ search: text.trim() || undefined }), 300);
  useShortcuts([{ keys: '/', label: t('search'), group: t('title'), run: () => input.current?.focus() }]);
  const people = (stats.data?.people ?? []).map((person) => ({ value: person.person, label: person.name }));
  const labels = [...new Set([...(ontology?.classes ?? []).map((c) => c.name), ...(stats.data?.labels ?? []).map((l) => l.label)])];
  return (
    <Group gap="xs" mb="sm">
      <SegmentedControl
        size="xs" aria-label={t('state')} value={value.state ?? 'all'} onChange={(state) => onChange({ state: taskStates.find((s) => s === state) })}
        data={[{ value: 'all', label: t('common:all') }, ...taskStates.map((state) => ({ value: state, label: t(`common:state.${state}`) }))]}
      />
      <TextInput
        ref={input} size="xs" flex="1 1 170px" maw={260} leftSection={<IconSearch size={15} />} placeholder={t('search')} aria-label={t('search')} value={search}
        onChange={(event) => { setSearch(event.currentTarget.value); changeSearch(event.currentTarget.value); }}
        onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); }}
      />
      <Select size="xs" w={150} clearable searchable placeholder={t('label')} aria-label={t('label')} data={withCurrent(labels.map((l) => ({ value: l, label: l })), value.label)} value={value.label ?? null} onChange={(label) => onChange({ label: label ?? undefined })} />
      <Select size="xs" w={150} clearable searchable placeholder={t('person')} aria-label={t('person')} data={withCurrent(people, value.person)} value={value.person ?? null} onChange={(person) => onChange({ person: person ?? undefined })} />
      {(batches.data ?? []).length > 0 && (
        <Select
          size="xs" w={150} clearable searchable placeholder={t('batch')} aria-label={t('batch')} value={value.batch ?? null} onChange={(batch) => onChange({ batch: batch ?? undefined })}
          data={withCurrent((batches.data ?? []).map((batch) => ({ value: batch.id, label: batch.name })), value.batch)}
        />
      )}
      {onClear !== undefined && <Button size="xs" variant="subtle" leftSection={<IconX size={14} />} onClick={onClear}>{t('clear')}</Button>}
    </Group>
  );
}

/** What the address names stays choosable, also before (or without) the list that has it. */
const withCurrent = (items: { value: string; label: string }[], current: string | undefined) =>
  current === undefined || items.some((item) => item.value === current) ? items : [...items, { value: current, label: current }];
