import { Button, Group, NumberInput, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ruleActions, ruleMeasures, type ExamSettings, type QualityRule, type QualitySettings, type RuleMeasure } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { changeQualitySettings } from './api/changeQualitySettings';
import classes from './Quality.module.css';

const shares: Record<RuleMeasure, boolean> = { skill: true, agreement: true, speed: false, wrong_gold_streak: false };
const starts: Record<RuleMeasure, number> = { skill: 0.8, agreement: 0.6, speed: 0.3, wrong_gold_streak: 3 };

export function QualitySettingsForm({ project, settings }: { project: string; settings: QualitySettings }) {
  const { t } = useTranslation(['quality', 'common']);
  const queries = useQueryClient();
  const [value, setValue] = useState(settings);
  const save = useMutation({
    mutationFn: () => changeQualitySettings(project, value),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project, 'quality'] }),
  });
  const set = (part: Partial<QualitySettings>) => setValue((old) => ({ ...old, ...part }));
  const change = (i: number, part: Partial<QualityRule>) => set({ rules: value.rules.map((rule, j) => (i === j ? { ...rule, ...part } : rule)) });
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate(); };
  const percentage = (share: number | undefined) => (share === undefined ? '' : Math.round(share * 1000) / 10);
  return (
    <section aria-label={t('settings')}>
      <Title order={2} size="h4">{t('settings')}</Title>
      <ProblemAlert error={save.error} />
      <form onSubmit={submit}>
        <Stack gap="md" maw={760} mt="sm">
          <Switch
            label={t('adaptiveSwitch')} description={t('adaptiveHint')} checked={value.wantedConfidence !== undefined}
            onChange={(event) => set({ wantedConfidence: event.currentTarget.checked ? 0.9 : undefined })}
          />
          {value.wantedConfidence !== undefined && (
            <Group gap="sm">
              <NumberInput label={t('wanted')} suffix=" %" w={170} min={50} max={99.9} decimalScale={1} value={percentage(value.wantedConfidence)} onChange={(next) => set({ wantedConfidence: Number(next) / 100 })} />
              <NumberInput label={t('maxAnswers')} w={170} min={2} max={100} value={value.maxAnswers} onChange={(next) => set({ maxAnswers: Number(next) })} />
            </Group>
          )}
          <Group gap="sm" align="flex-end">
            <NumberInput label={t('goldRate')} suffix=" %" w={170} min={0} max={50} decimalScale={1} value={percentage(value.goldRate)} onChange={(next) => set({ goldRate: Number(next) / 100 })} />
            <NumberInput label={t('newcomerGoldRate')} suffix=" %" w={200} min={0} max={50} decimalScale={1} value={percentage(value.newcomerGoldRate)} onChange={(next) => set({ newcomerGoldRate: Number(next) / 100 })} />
            <NumberInput label={t('passScore')} suffix=" %" w={170} min={0} max={100} value={percentage(value.passScore)} onChange={(next) => set({ passScore: Number(next) / 100 })} />
          </Group>
          <ExamForm exam={value.exam} onChange={(exam) => set({ exam })} />
          <div>
            <Text size="sm" fw={500}>{t('rules')}</Text>
            <Text size="xs" c="dimmed" mb="xs">{t('rulesHint')}</Text>
            {value.rules.map((rule, i) => (
              <div key={i} className={classes.row} role="group" aria-label={t('rule', { id: rule.id })}>
                <TextInput size="xs" w={130} aria-label={t('ruleId')} value={rule.id} onChange={(event) => change(i, { id: event.currentTarget.value })} />
                <Select
                  size="xs" w={190} allowDeselect={false} aria-label={t('measureLabel')} value={rule.measure} data={ruleMeasures.map((m) => ({ value: m, label: t(`measure.${m}`) }))}
                  onChange={(next) => { const measure = ruleMeasures.find((m) => m === next) ?? 'skill'; change(i, { measure, threshold: starts[measure] }); }}
                />
                <NumberInput
                  size="xs" w={100} aria-label={t('threshold')} suffix={shares[rule.measure] ? ' %' : ''} value={shares[rule.measure] ? percentage(rule.threshold) : rule.threshold}
                  onChange={(next) => change(i, { threshold: shares[rule.measure] ? Number(next) / 100 : Number(next) })}
                />
                <NumberInput size="xs" w={110} aria-label={t('minEvidence')} prefix="n ≥ " min={1} value={rule.minEvidence} onChange={(next) => change(i, { minEvidence: Number(next) })} />
                <Select
                  size="xs" w={150} allowDeselect={false} aria-label={t('actionLabel')} value={rule.action} data={ruleActions.map((a) => ({ value: a, label: t(`action.${a}`) }))}
                  onChange={(next) => change(i, { action: ruleActions.find((a) => a === next) ?? 'warn' })}
                />
                <Button size="compact-xs" variant="subtle" color="gray" aria-label={t('removeRule', { id: rule.id })} onClick={() => set({ rules: value.rules.filter((_, j) => j !== i) })}>{t('remove')}</Button>
              </div>
            ))}
            <Button
              mt="xs" size="xs" variant="default"
              onClick={() => set({ rules: [...value.rules, { id: `rule-${value.rules.length + 1}`, measure: 'skill', threshold: 0.8, minEvidence: 10, action: 'warn' }] })}
            >
              {t('addRule')}
            </Button>
          </div>
          <Group><Button type="submit" loading={save.isPending} disabled={JSON.stringify(value) === JSON.stringify(settings)}>{t('common:save')}</Button></Group>
        </Stack>
      </form>
    </section>
  );
}

const firstExam: ExamSettings = { questions: 10, passMark: 0.8, maxTries: 3, waitHours: 24 };

function ExamForm({ exam, onChange }: { exam: ExamSettings | undefined; onChange(exam: ExamSettings | undefined): void }) {
  const { t } = useTranslation('quality');
  const set = (part: Partial<ExamSettings>) => exam && onChange({ ...exam, ...part });
  return (
    <>
      <Switch label={t('examSwitch')} description={t('examSwitchHint')} checked={exam !== undefined} onChange={(event) => onChange(event.currentTarget.checked ? firstExam : undefined)} />
      {exam && (
        <Group gap="sm">
          <NumberInput label={t('examQuestions')} w={170} min={1} max={100} value={exam.questions} onChange={(next) => set({ questions: Number(next) })} />
          <NumberInput label={t('examPassMark')} suffix=" %" w={170} min={1} max={100} value={Math.round(exam.passMark * 1000) / 10} onChange={(next) => set({ passMark: Number(next) / 100 })} />
          <NumberInput label={t('examMaxTries')} w={170} min={1} max={20} value={exam.maxTries} onChange={(next) => set({ maxTries: Number(next) })} />
          <NumberInput label={t('examWait')} suffix=" h" w={170} min={0} max={8760} value={exam.waitHours} onChange={(next) => set({ waitHours: Number(next) })} />
        </Group>
      )}
    </>
  );
}
