import { Avatar, Button, Group, Popover, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { useMe } from '../../app/session/useMe';
import type { PersonSummary, Role } from '../../lib/contracts';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { peopleQuery } from './api/peopleQuery';
import { removePerson } from './api/removePerson';
import { setRoles } from './api/setRoles';
import { RolesPicker } from './RolesPicker';

export function PeopleTable({ people }: { people: readonly PersonSummary[] }) {
  const { t } = useTranslation(['people', 'common']);
  const { ago } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const key = peopleQuery().queryKey;
  const change = useMutation({
    mutationFn: ({ id, roles }: { id: string; roles: Role[] }) => setRoles(id, { roles }),
    onMutate: ({ id, roles }) => {
      const before = queries.getQueryData(key);
      queries.setQueryData(key, before?.map((person) => (person.id === id ? { ...person, roles } : person)));
      return { before };
    },
    onError: (_, __, context) => queries.setQueryData(key, context?.before),
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  });
  const remove = useMutation({ mutationFn: removePerson, onSettled: () => void queries.invalidateQueries({ queryKey: key }) });
  return (
    <div>
      <ProblemAlert error={change.error ?? remove.error} />
      <Table.ScrollContainer minWidth={680}>
        <Table highlightOnHover>
          <Table.Thead><Table.Tr><Table.Th>{t('person')}</Table.Th><Table.Th>{t('roles')}</Table.Th><Table.Th>{t('lastSeen')}</Table.Th><Table.Th><VisuallyHidden>{t('actions')}</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {people.map((person) => (
              <Table.Tr key={person.id}>
                <Table.Td>
                  <Group gap="sm" wrap="nowrap">
                    <Avatar name={person.displayName} size={28} color="initials" radius="xl" aria-hidden alt="" />
                    <div><Text size="sm" fw={550}>{person.displayName}{person.id === me.person && <Text span c="dimmed" size="xs"> ({t('common:you')})</Text>}</Text><Text size="xs" c="dimmed">{person.email}</Text></div>
                  </Group>
                </Table.Td>
                <Table.Td><EditRoles person={person} onChange={(roles) => change.mutate({ id: person.id, roles })} /></Table.Td>
                <Table.Td><Text size="sm" c="dimmed">{person.lastSeenAt === undefined ? t('common:never') : ago(person.lastSeenAt)}</Text></Table.Td>
                <Table.Td align="right">
                  {person.id !== me.person && <ConfirmButton question={t('removeQuestion')} confirm={t('remove')} onConfirm={() => remove.mutate(person.id)}>{t('remove')}</ConfirmButton>}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

function EditRoles({ person, onChange }: { person: PersonSummary; onChange: (roles: Role[]) => void }) {
  const { t } = useTranslation(['people', 'common']);
  const [roles, setValue] = useState(person.roles);
  const [opened, setOpened] = useState(false);
  const close = () => {
    setOpened(false);
    if (roles.length > 0 && roles.join() !== person.roles.join()) onChange(roles);
  };
  return (
    <Popover opened={opened} onChange={(next) => { if (!next) close(); }} width={280} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-sm" fw={400} c="inherit" aria-label={t('rolesOf', { name: person.displayName })} onClick={() => { setValue(person.roles); setOpened(!opened); }} styles={{ label: { whiteSpace: 'normal', textAlign: 'start', lineHeight: 1.4 } }} h="auto">
          {person.roles.map((role) => t(`common:role.${role}`)).join(', ') || t('common:none')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <RolesPicker label={t('roles')} value={roles} onChange={setValue} />
          <Button size="xs" disabled={roles.length === 0} onClick={close}>{t('common:save')}</Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
