import { Badge, Button, Group, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { ButtonLink } from '../../ui/links';
import { keysQuery } from './api/keysQuery';
import { revokeKey } from './api/revokeKey';
import { NewKeyForm } from './NewKeyForm';

export function KeysPage() {
  const { t } = useTranslation(['keys', 'common']);
  const { date, ago } = useFormats();
  const queries = useQueryClient();
  const query = useQuery(keysQuery());
  const [making, setMaking] = useState(false);
  const revoke = useMutation({ mutationFn: revokeKey, onSettled: () => void queries.invalidateQueries({ queryKey: keysQuery().queryKey }) });
  const make = <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t('new')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={<><ButtonLink to="/api-docs" variant="default">{t('reference')}</ButtonLink>{!making && make}</>} />
      <Stack gap="lg">
        {making && <NewKeyForm onClose={() => setMaking(false)} />}
        <ProblemAlert error={query.error ?? revoke.error} />
        {query.isPending && <Skeleton h={120} />}
        {query.data?.length === 0 && !making && <EmptyState icon={<IconKey size={30} stroke={1.5} />} title={t('emptyTitle')} action={make}>{t('emptyText')}</EmptyState>}
        {query.data !== undefined && query.data.length > 0 && (
          <Table.ScrollContainer minWidth={720}>
            <Table highlightOnHover>
              <Table.Thead><Table.Tr><Table.Th>{t('name')}</Table.Th><Table.Th>{t('scopes')}</Table.Th><Table.Th>{t('lastUsed')}</Table.Th><Table.Th>{t('expires')}</Table.Th><Table.Th><VisuallyHidden>{t('actions')}</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {query.data.map((key) => (
                  <Table.Tr key={key.id}>
                    <Table.Td>
                      <Group gap="xs"><Text size="sm" fw={550}>{key.name}</Text>{key.environment === 'test' && <Badge size="sm" color="gray">{t('environment.test')}</Badge>}</Group>
                      <Text size="xs" c="dimmed" ff="monospace">{key.prefix}…</Text>
                    </Table.Td>
                    <Table.Td>{key.scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</Table.Td>
                    <Table.Td>{key.lastUsedAt === undefined ? t('common:never') : ago(key.lastUsedAt)}</Table.Td>
                    <Table.Td>{key.expiresAt === undefined ? t('common:never') : date(key.expiresAt)}</Table.Td>
                    <Table.Td align="right"><ConfirmButton question={t('revokeQuestion')} confirm={t('revoke')} onConfirm={() => revoke.mutate(key.id)}>{t('revoke')}</ConfirmButton></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </>
  );
}
