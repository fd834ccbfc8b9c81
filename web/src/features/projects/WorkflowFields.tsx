import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface Workflow { overlap: number; reviewLevels: number; leaseSeconds: number }
export const limits = { overlap: [1, 100], reviewLevels: [0, 2], leaseSeconds: [60, 86_400] } as const;
export const defaultWorkflow: Workflow = { overlap: 1, reviewLevels: 0, leaseSeconds: 900 };

const clamp = (value: string | number, [min, max]: readonly [number, number]) => Math.min(max, Math.max(min, Math.round(Number(value) || min)));

export function WorkflowFields({ value, onChange }: { value: Workflow; onChange: (next: Workflow) => void }) {
  const { t } = useTranslation('projects');
  const set = (part: Partial<Workflow>) => onChange({ ...value, ...part });
  const looks = value.overlap * (1 + value.reviewLevels);
  return (
    <Stack gap="md" maw={520}>
      <NumberInput
        label={t('workflow.overlap')} description={t('workflow.overlapHint')} w={280} maw="100%" min={limits.overlap[0]} max={limits.overlap[1]} allowDecimal={false} clampBehavior="blur"
        value={value.overlap} onChange={(overlap) => set({ overlap: clamp(overlap, limits.overlap) })}
      />
      <div>
        <Text size="sm" fw={500} id="reviews-label">{t('workflow.reviewLevels')}</Text>
        <Text size="xs" c="dimmed" mb={6}>{t('workflow.reviewHint')}</Text>
        <SegmentedControl
          aria-labelledby="reviews-label" value={String(value.reviewLevels)} onChange={(levels) => set({ reviewLevels: clamp(levels, limits.reviewLevels) })}
          data={[{ value: '0', label: t('workflow.review0') }, { value: '1', label: t('workflow.review1') }, { value: '2', label: t('workflow.review2') }]}
        />
      </div>
      <NumberInput
        label={t('workflow.lease')} description={t('workflow.leaseHint')} w={280} maw="100%" min={1} max={1_440} suffix={` ${t('workflow.minutes')}`} clampBehavior="blur"
        value={Math.round(value.leaseSeconds / 6) / 10} onChange={(minutes) => set({ leaseSeconds: clamp(Number(minutes) * 60, limits.leaseSeconds) })}
      />
      <Group gap="sm" align="flex-start" p="sm" style={{ borderInlineStart: '3px solid var(--cl-accent-text)', background: 'var(--cl-side)', borderRadius: 4 }}>
        <Text size="sm">
          {t('workflow.people', { count: value.overlap })} {t('workflow.reviews', { count: value.reviewLevels })} <strong>{t('workflow.looks', { count: looks })}</strong>
        </Text>
      </Group>
    </Stack>
  );
}
