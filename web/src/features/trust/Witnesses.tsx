import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { WitnessSummary } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { addWitness } from './api/addWitness';
import { logQuery } from './api/logQuery';
import { removeWitness } from './api/removeWitness';
import { Section } from './Section';
import classes from './Trust.module.css';

const problems = ['unreachable', 'unknown_log', 'refused', 'inconsistent', 'bad_signature'] as const;

/** Who cosigns what the log signs, so that it cannot show one history to one and another to another. */
export function Witnesses({ witnesses, mayChange }: { witnesses: readonly WitnessSummary[]; mayChange: boolean }) {
  const { t } = useTranslation(['trust', 'common']);
  const { number, ago } = useFormats();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const refresh = () => void queries.invalidateQueries({ queryKey: logQuery().queryKey });
  const add = useMutation({ mutationFn: () => addWitness({ url: url.trim(), key: key.trim() }), onSuccess: () => { setAdding(false); setUrl(''); setKey(''); refresh(); } });
  const drop = useMutation({ mutationFn: removeWitness, onSettled: refresh });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Section
      title={t('witness.title')} text={t('witness.text')}
      actions={mayChange && !adding && <Button variant="default" size="xs" onClick={() => setAdding(true)}>{t('witness.add')}</Button>}
    >
      <ProblemAlert error={drop.error} />
      {adding && (
        <form className={classes.panel} onSubmit={submit}>
          <Stack gap="sm" maw={620}>
            <TextInput label={t('witness.url')} description={t('witness.urlHint')} type="url" value={url} autoFocus onChange={(event) => setUrl(event.currentTarget.value)} />
            <TextInput label={t('witness.key')} description={t('witness.keyHint')} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
            <ProblemAlert error={add.error} />
            <Group gap="xs">
              <Button type="submit" loading={add.isPending} disabled={url.trim() === '' || key.trim() === ''}>{t('witness.add')}</Button>
              <Button variant="default" onClick={() => setAdding(false)}>{t('common:cancel')}</Button>
            </Group>
          </Stack>
        </form>
      )}
      {witnesses.length === 0 && !adding && <Text size="sm" c="dimmed">{t('witness.none')}</Text>}
      {witnesses.length > 0 && (
        <ul className={classes.list}>
          {witnesses.map((witness) => {
            const problem = problems.find((p) => p === witness.problem);
            return (
              <li key={witness.id}>
                <span className={classes.grow}>
                  <strong>{witness.key.split('+')[0]}</strong> <small>{witness.url}</small><br />
                  <small>
                    {witness.cosignedAt === undefined ? t('witness.notYet') : t('witness.cosigned', { size: number(witness.size), ago: ago(witness.cosignedAt) })}
                    {witness.problem !== undefined && <span className={classes.grave}> · {problem === undefined ? witness.problem : t(`witness.problem.${problem}`)}</span>}
                  </small>
                </span>
                {mayChange && <ConfirmButton question={t('witness.removeQuestion')} confirm={t('witness.remove')} onConfirm={() => drop.mutate(witness.id)}>{t('witness.remove')}</ConfirmButton>}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
