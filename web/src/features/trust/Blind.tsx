import { Button, Checkbox, Group, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { BlindSettings } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { blindOverridesQuery } from './api/blindOverridesQuery';
import { blindQuery } from './api/blindQuery';
import { setBlind } from './api/setBlind';
import { Section } from './Section';
import classes from './Trust.module.css';

/** Workers need not know whom they work for: the code name stands for the customer, and names on this list go into nothing that they read. */
export function Blind() {
  const { t } = useTranslation('trust');
  const { ago, list } = useFormats();
  const query = useQuery(blindQuery());
  const overrides = useQuery(blindOverridesQuery());
  return (
    <Section title={t('blind.title')} text={t('blind.text')}>
      <ProblemAlert error={query.error} />
      {query.isPending && <Skeleton h={120} />}
      {query.data !== undefined && <Settings settings={query.data} />}
      {overrides.data !== undefined && overrides.data.length > 0 && (
        <>
          <Text size="sm" fw={550} mt="md">{t('blind.overrides')}</Text>
          <ul className={classes.list}>
            {overrides.data.map((item) => (
              <li key={`${item.project} ${item.where} ${item.at}`}><span className={classes.grow}><strong>{list(item.names)}</strong> <small>{item.where} · {item.personName}, {ago(item.at)}</small></span></li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Settings({ settings }: { settings: BlindSettings }) {
  const { t } = useTranslation(['trust', 'common']);
  const queries = useQueryClient();
  const [names, setNames] = useState(settings.names.join('\n'));
  const [showName, setShowName] = useState(settings.showName ?? false);
  const save = useMutation({ mutationFn: setBlind, onSuccess: () => void queries.invalidateQueries({ queryKey: blindQuery().queryKey }) });
  const request: BlindSettings = { names: names.split('\n').map((name) => name.trim()).filter((name) => name !== ''), showName };
  const isChanged = request.names.join('\n') !== settings.names.join('\n') || showName !== (settings.showName ?? false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(request);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={520}>
        <Textarea label={t('blind.names')} description={t('blind.namesHint')} autosize minRows={3} maxRows={10} value={names} onChange={(event) => setNames(event.currentTarget.value)} />
        <Checkbox size="xs" label={t('blind.showName')} description={t('blind.showNameHint')} checked={showName} onChange={(event) => setShowName(event.currentTarget.checked)} />
        <ProblemAlert error={save.error} />
        <Group><Button type="submit" variant="default" disabled={!isChanged} loading={save.isPending}>{t('common:save')}</Button></Group>
      </Stack>
    </form>
  );
}
