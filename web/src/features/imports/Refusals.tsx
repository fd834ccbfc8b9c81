import { Anchor, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { refusalsCsvUrl, refusalsQuery } from './api/refusalsQuery';

/** Everything that was not taken, each with its place and the reason. */
export function Refusals({ project, id }: { project: string; id: string }) {
  const { t } = useTranslation(['imports', 'common']);
  const query = useInfiniteQuery(refusalsQuery(project, id));
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton h={80} />;
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Text component="h3" m={0} fw={600} size="sm">{t('refusals')}</Text>
        <Anchor href={refusalsCsvUrl(project, id)} download size="sm"><Group gap={4} component="span"><IconDownload size={15} />{t('refusalsCsv')}</Group></Anchor>
      </Group>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing={5}>
          <Table.Thead><Table.Tr><Table.Th w="42%">{t('place')}</Table.Th><Table.Th>{t('reason')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {query.data.pages.flatMap((page) => page.items).map((refusal, i) => (
              <Table.Tr key={i}><Table.Td style={{ overflowWrap: 'anywhere' }}><code>{refusal.place}</code></Table.Td><Table.Td>{refusal.reason}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {query.hasNextPage && <Button size="xs" variant="default" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('common:loadMore')}</Button>}
    </section>
  );
}
