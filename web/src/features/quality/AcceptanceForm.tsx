import { Button, Group, MultiSelect, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { batchesQuery } from '../../lib/api/batchesQuery';
import { projectQuery } from '../../lib/api/projectQuery';
import type { NewAcceptance, Ontology } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { acceptancePlanQuery } from './api/acceptancePlanQuery';
import { drawAcceptance } from './api/acceptances';
import { kindName } from './kindName';
import { PassCurve } from './PassCurve';
import classes from './Quality.module.css';

const typingMilliseconds = 250;

/** What is demanded, and in plain words what it takes, before anything is drawn. */
export function AcceptanceForm({ project, onCancel }: { project: string; onCancel: () => void }) {
  const { t } = useTranslation(['quality', 'common']);
  const { number, percent } = useFormats();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const batches = useQuery(batchesQuery(project)).data ?? [];
  const definition = useQuery(projectQuery(project)).data;
  const [demand, setDemand] = useState<NewAcceptance>({ rejectableErrorRate: 0.05, consumerRisk: 0.1, producerRisk: 0.05, confidence: 0.95 });
  const [settled] = useDebouncedValue(demand, typingMilliseconds);
  const plan = useQuery(acceptancePlanQuery(project, settled));
  const draw = useMutation({
    mutationFn: () => drawAcceptance(project, demand),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['project', project, 'acceptances'] });
      return navigate({ to: '/projects/$project/quality/acceptances/$number', params: { project, number: String(made.summary.number) } });
    },
  });
  const set = (part: Partial<NewAcceptance>) => setDemand((old) => ({ ...old, ...part }));
  const share = (next: string | number) => (next === '' ? undefined : Number(next) / 100);
  const percentage = (value: number | undefined) => (value === undefined ? '' : Math.round(value * 100_000) / 1_000);
  const submit = (event: FormEvent) => { event.preventDefault(); draw.mutate(); };
  const found = plan.isError ? undefined : plan.data;
  return (
    <form onSubmit={submit} aria-label={t('acceptance.new')} className={classes.panel}>
      <div className={classes.two}>
        <Stack gap="sm">
          <Select
            label={t('acceptance.batch')} value={demand.batch ?? ''} onChange={(next) => set({ batch: next === null || next === '' ? undefined : next })} allowDeselect={false}
            data={[{ value: '', label: t('acceptance.wholeProject') }, ...batches.map((batch) => ({ value: batch.id, label: batch.name }))]}
          />
          <NumberInput label={t('acceptance.rejectable')} description={t('acceptance.rejectableHint')} suffix=" %" min={0.1} max={50} decimalScale={3} value={percentage(demand.rejectableErrorRate)} onChange={(next) => set({ rejectableErrorRate: share(next) ?? 0.05 })} />
          <NumberInput label={t('acceptance.acceptable')} description={t('acceptance.acceptableHint')} suffix=" %" min={0} max={37.5} decimalScale={3} value={percentage(demand.acceptableErrorRate)} onChange={(next) => set({ acceptableErrorRate: share(next) })} />
          <details>
            <summary><small>{t('acceptance.more')}</small></summary>
            <Group gap="sm" mt="xs">
              <NumberInput label={t('acceptance.consumerRisk')} suffix=" %" w={150} min={0.1} max={50} decimalScale={2} value={percentage(demand.consumerRisk)} onChange={(next) => set({ consumerRisk: share(next) })} />
              <NumberInput label={t('acceptance.producerRisk')} suffix=" %" w={150} min={0.1} max={50} decimalScale={2} value={percentage(demand.producerRisk)} onChange={(next) => set({ producerRisk: share(next) })} />
              <NumberInput label={t('acceptance.confidence')} suffix=" %" w={150} min={50} max={99.9} decimalScale={1} value={percentage(demand.confidence)} onChange={(next) => set({ confidence: share(next) })} />
            </Group>
            <MultiSelect
              mt="sm" label={t('acceptance.kinds')} placeholder={demand.kinds === undefined ? t('acceptance.allKinds') : undefined} value={demand.kinds ?? []} onChange={(next) => set({ kinds: next.length === 0 ? undefined : next })}
              data={(definition === undefined ? [] : kindsOf(definition.ontology)).map((kind) => ({ value: kind, label: kindName(kind) }))}
            />
          </details>
        </Stack>
        <div aria-live="polite">
          {plan.isError && <ProblemAlert error={plan.error} />}
          {found !== undefined && (
            <>
              <Text fw={600}>{t('acceptance.plan', { sample: number(found.sampleSize), tasks: number(found.tasks), wrong: number(found.mostWrong) })}</Text>
              <Text size="sm" c="dimmed" mt={4} mb="sm">{t('acceptance.planRisk', { rate: percent(settled.rejectableErrorRate, 2), chance: percent(chanceAt(found.chances, settled.rejectableErrorRate), 1) })}</Text>
              <PassCurve chances={found.chances} />
            </>
          )}
        </div>
      </div>
      <ProblemAlert error={draw.error} />
      <Group gap="xs" mt="md">
        <Button type="submit" disabled={found === undefined || draw.isPending}>{t('acceptance.draw')}</Button>
        <Button variant="default" onClick={onCancel}>{t('common:cancel')}</Button>
      </Group>
    </form>
  );
}

const chanceAt = (chances: readonly { errorRate: number; chance: number }[], rate: number) => chances.find((one) => one.errorRate >= rate - 1e-9)?.chance ?? 0;

const kindsOf = (ontology: Ontology): string[] => [
  ...(ontology.classes ?? []).map((one) => `class:${one.name}`), ...(ontology.relations ?? []).map((one) => `relation:${one.name}`), ...(ontology.fields ?? []).map((one) => `field:${one.name}`),
];
