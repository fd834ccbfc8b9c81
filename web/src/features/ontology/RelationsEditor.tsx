import { ActionIcon, Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import { IconArrowRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ontology, RelationType } from '../../lib/contracts';
import { ColorButton } from './ColorButton';
import { freeName, nextColor } from './edits';
import { useErrorAt } from './errors';

/** How two regions may be linked, and which classes at each end (none named = any). */
export function RelationsEditor({ value, onChange }: { value: Ontology; onChange: (next: Ontology) => void }) {
  const { t } = useTranslation('ontology');
  const errorAt = useErrorAt();
  const relations = value.relations ?? [];
  const names = [...new Set((value.classes ?? []).map((c) => c.name).filter((name) => name !== ''))];
  const set = (next: RelationType[]) => onChange({ ...value, relations: next.length === 0 ? undefined : next });
  const change = (i: number, part: Partial<RelationType>) => set(relations.map((r, j) => (j === i ? { ...r, ...part } : r)));
  const ends = (list: string[]) => (list.length === 0 ? undefined : list);
  return (
    <Stack gap="xs">
      {relations.map((relation, i) => (
        <Group key={i} gap={6} align="flex-start">
          <ColorButton value={relation.color} onChange={(color) => change(i, { color })} label={t('colorOf', { name: relation.name })} />
          <TextInput
            size="xs" w={130} aria-label={t('nameOf', { name: relation.name })} value={relation.name} error={errorAt(`relations[${i}]`)} maxLength={200}
            onChange={(event) => change(i, { name: event.currentTarget.value })}
          />
          <MultiSelect
            size="xs" flex="1 1 140px" aria-label={t('relationFrom', { name: relation.name })} placeholder={relation.from === undefined ? t('anyClass') : undefined} data={names}
            value={relation.from ?? []} error={errorAt(`relations[${i}].from`)} onChange={(from) => change(i, { from: ends(from) })}
          />
          <IconArrowRight size={16} style={{ marginTop: 7 }} aria-hidden />
          <MultiSelect
            size="xs" flex="1 1 140px" aria-label={t('relationTo', { name: relation.name })} placeholder={relation.to === undefined ? t('anyClass') : undefined} data={names}
            value={relation.to ?? []} error={errorAt(`relations[${i}].to`)} onChange={(to) => change(i, { to: ends(to) })}
          />
          <ActionIcon aria-label={t('removeOf', { name: relation.name })} onClick={() => set(relations.filter((_, j) => j !== i))}><IconTrash size={15} /></ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          size="xs" variant="default" leftSection={<IconPlus size={15} />}
          onClick={() => set([...relations, { name: freeName(t('newRelationName'), relations.map((r) => r.name)), color: nextColor(relations.map((r) => r.color)) }])}
        >
          {t('addRelation')}
        </Button>
      </div>
    </Stack>
  );
}
