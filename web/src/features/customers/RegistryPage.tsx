import { Badge, Button, Group, Select, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { insiders, interestKinds, type RegistryPerson } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { clockQuery } from './api/clockQuery';
import { customersQuery } from './api/customersQuery';
import { erasePerson } from './api/erasePerson';
import { addInterest, confirmClock, linkAccounts, removeInterest, setInsider } from './api/registry';
import { registryQuery } from './api/registryQuery';
import { Erased } from './Erased';
import { Section } from '../trust/Section';
import classes from '../trust/Trust.module.css';
import { Verdict } from '../trust/Verdict';

/** What the wall has to know of people that it cannot see for itself: whom they work for, which accounts are one human being. */
export function RegistryPage() {
  const { t } = useTranslation('customers');
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(registryQuery());
  const clock = useQuery(clockQuery());
  const customers = useQuery(customersQuery());
  const names = new Map((customers.data ?? []).map((c) => [c.id, c.name]));
  const [chosen, setChosen] = useState<string>();
  const onSettled = () => void queries.invalidateQueries({ queryKey: ['registry'] });
  const insider = useMutation({ mutationFn: setInsider, onSettled });
  const drop = useMutation({ mutationFn: removeInterest, onSettled });
  const erase = useMutation({ mutationFn: erasePerson, onSettled });
  const confirm = useMutation({ mutationFn: confirmClock, onSettled: () => void queries.invalidateQueries({ queryKey: clockQuery().queryKey }) });
  return (
    <>
      <PageHeader title={t('registry.title')} description={t('registry.text')} />
      <Stack gap="xl">
        {clock.data?.isInDoubt === true && (
          <Verdict tone="bad" title={t('registry.clock')} live>
            <Text size="sm">{t('registry.clockText', { at: dateTime(clock.data.time) })}</Text>
            <ConfirmButton mt="xs" question={t('registry.clockQuestion')} confirm={t('registry.clockConfirm')} loading={confirm.isPending} onConfirm={() => confirm.mutate()}>{t('registry.clockConfirm')}</ConfirmButton>
            <ProblemAlert error={confirm.error} />
          </Verdict>
        )}
        <div>
          <ProblemAlert error={query.error ?? insider.error ?? drop.error ?? erase.error} />
          {query.isPending && <Skeleton h={200} />}
          {query.data !== undefined && (
            <Table.ScrollContainer minWidth={760}>
              <Table>
                <Table.Thead><Table.Tr><Table.Th>{t('registry.person')}</Table.Th><Table.Th>{t('registry.insider')}</Table.Th><Table.Th>{t('registry.interests')}</Table.Th><Table.Th aria-label={t('registry.actions')} /></Table.Tr></Table.Thead>
                <Table.Tbody>
                  {query.data.map((person) => (
                    <Table.Tr key={person.id}>
                      <Table.Td><Text size="sm" fw={550}>{person.displayName}</Text><Text size="xs" c="dimmed">{[t('registry.seen', { count: person.exposures.length }), ...aliases(query.data, person).map((alias) => t('registry.alias', { name: alias.displayName }))].join(' · ')}</Text></Table.Td>
                      <Table.Td>
                        <Select
                          size="xs" w={150} allowDeselect={false} aria-label={t('registry.insiderOf', { name: person.displayName })} value={person.insider}
                          onChange={(next) => { const to = insiders.find((i) => i === next); if (to !== undefined) insider.mutate({ person: person.id, kind: to }); }}
                          data={insiders.map((i) => ({ value: i, label: t(`registry.insiders.${i}`) }))}
                        />
                      </Table.Td>
                      <Table.Td>
                        <Group gap={6}>
                          {person.interests.map((interest) => (
                            <Group key={interest.id} gap={4} wrap="nowrap">
                              <Badge color="gray">{names.get(interest.customer) ?? interest.customer}: {t(`registry.kinds.${interest.kind}`)}</Badge>
                              <ConfirmButton size="compact-xs" variant="subtle" question={t('registry.removeQuestion')} confirm={t('registry.remove')} onConfirm={() => drop.mutate({ person: person.id, interest: interest.id })}>{t('registry.remove')}</ConfirmButton>
                            </Group>
                          ))}
                        </Group>
                      </Table.Td>
                      <Table.Td>
                        <Group gap={6} justify="flex-end">
                          <Button size="xs" variant="default" aria-expanded={chosen === person.id} onClick={() => setChosen(chosen === person.id ? undefined : person.id)}>{t('registry.add')}</Button>
                          {person.insider !== 'operator' && <ConfirmButton variant="subtle" color="gray" aria-label={t('erased.eraseName', { name: person.displayName })} question={t('erased.question', { name: person.displayName })} confirm={t('erased.erase')} onConfirm={() => erase.mutate(person.id)}>{t('erased.erase')}</ConfirmButton>}
                        </Group>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
          {query.data?.filter((p) => p.id === chosen).map((person) => <AddInterest key={person.id} person={person} onDone={() => { setChosen(undefined); onSettled(); }} />)}
        </div>
        {query.data !== undefined && <Aliases people={query.data} onDone={onSettled} />}
        <Erased />
      </Stack>
    </>
  );
}

function AddInterest({ person, onDone }: { person: RegistryPerson; onDone: () => void }) {
  const { t } = useTranslation('customers');
  const customers = useQuery(customersQuery());
  const [customer, setCustomer] = useState<string | null>(null);
  const [kind, setKind] = useState<(typeof interestKinds)[number]>('employment');
  const add = useMutation({ mutationFn: addInterest, onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (customer !== null) add.mutate({ person: person.id, customer, kind });
  };
  return (
    <form className={classes.panel} onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <Select label={t('registry.with', { name: person.displayName })} w={260} maw="100%" searchable autoFocus value={customer} onChange={setCustomer} data={(customers.data ?? []).map((c) => ({ value: c.id, label: c.name }))} />
        <Select label={t('registry.kind')} allowDeselect={false} value={kind} onChange={(next) => setKind(interestKinds.find((k) => k === next) ?? 'employment')} data={interestKinds.map((k) => ({ value: k, label: t(`registry.kinds.${k}`) }))} />
        <Button type="submit" loading={add.isPending} disabled={customer === null}>{t('registry.add')}</Button>
      </Group>
      <ProblemAlert error={add.error} />
    </form>
  );
}

function Aliases({ people, onDone }: { people: readonly RegistryPerson[]; onDone: () => void }) {
  const { t } = useTranslation('customers');
  const [one, setOne] = useState<string | null>(null);
  const [other, setOther] = useState<string | null>(null);
  const link = useMutation({ mutationFn: linkAccounts, onSuccess: () => { setOne(null); setOther(null); onDone(); } });
  const data = people.map((p) => ({ value: p.id, label: p.displayName }));
  return (
    <Section title={t('registry.aliasTitle')} text={t('registry.aliasText')}>
      <Group gap="xs" align="flex-end">
        <Select label={t('registry.one')} w={280} maw="100%" searchable clearable value={one} onChange={setOne} data={data} />
        <Select label={t('registry.other')} w={280} maw="100%" searchable clearable value={other} onChange={setOther} data={data.filter((d) => d.value !== one)} />
        <ConfirmButton size="sm" disabled={one === null || other === null} question={t('registry.aliasQuestion')} confirm={t('registry.link')} onConfirm={() => { if (one !== null && other !== null) link.mutate({ person: one, other }); }}>{t('registry.link')}</ConfirmButton>
      </Group>
      <ProblemAlert error={link.error} />
    </Section>
  );
}

/** Other accounts of the same human being. */
const aliases = (all: readonly RegistryPerson[], person: RegistryPerson): RegistryPerson[] => all.filter((p) => p.identity === person.identity && p.id !== person.id);
