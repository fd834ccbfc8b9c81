import { Table, Title, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { invitationsQuery } from './api/invitationsQuery';
import { revokeInvitation } from './api/revokeInvitation';

export function Invitations() {
  const { t } = useTranslation(['people', 'common']);
  const { dateTime, list } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(invitationsQuery());
  const revoke = useMutation({ mutationFn: revokeInvitation, onSettled: () => void queries.invalidateQueries({ queryKey: invitationsQuery().queryKey }) });
  if (query.data === undefined || query.data.length === 0) return <ProblemAlert error={query.error} />;
  return (
    <section>
      <Title order={2} mb="xs">{t('invitations')}</Title>
      <ProblemAlert error={revoke.error} />
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('email')}</Table.Th><Table.Th>{t('roles')}</Table.Th><Table.Th>{t('until')}</Table.Th><Table.Th><VisuallyHidden>{t('actions')}</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {query.data.map((invitation) => (
              <Table.Tr key={invitation.id}>
                <Table.Td>{invitation.email ?? t('anybody')}</Table.Td>
                <Table.Td>{list(invitation.roles.map((role) => t(`common:role.${role}`)))}</Table.Td>
                <Table.Td>{dateTime(invitation.expiresAt)}</Table.Td>
                <Table.Td align="right"><ConfirmButton question={t('revokeQuestion')} confirm={t('revoke')} onConfirm={() => revoke.mutate(invitation.id)}>{t('revoke')}</ConfirmButton></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
