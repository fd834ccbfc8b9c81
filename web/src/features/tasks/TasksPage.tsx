import { useEffect } from 'react';
import { Skeleton, Stack, Text } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { EmptyState } from '../../ui/EmptyState';
import { Button } from '@mantine/core';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { ButtonLink } from '../../ui/links';
import { projectQuery } from '../../lib/api/projectQuery';
import { tasksQuery, type TaskFilter } from './api/tasksQuery';
import { TaskFilters } from './TaskFilters';
import { TaskList } from './TaskList';

/** All filters live in the address, so that a list can be sent to a colleague and survives a reload. */
export function TasksPage() {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const { project } = useParams({ from: '/signed-in/shell/projects/$project' });
  const filter = useSearch({ from: '/signed-in/shell/projects/$project/tasks' });
  const navigate = useNavigate({ from: '/projects/$project/tasks' });
  const detail = useQuery(projectQuery(project));
  const query = useInfiniteQuery(tasksQuery(project, filter));
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? [];
  // A search opens so many tasks at a time: an empty page is not the end of it.
  const searchesOn = tasks.length === 0 && query.hasNextPage;
  useEffect(() => {
    if (searchesOn && !query.isFetchingNextPage && !query.isError) void query.fetchNextPage();
  }, [searchesOn, query]);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const change = (part: Partial<TaskFilter>) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  const clear = () => void navigate({ search: {} });
  return (
    <>
      <PageHeader title={t('title')} />
      <TaskFilters project={project} ontology={detail.data?.ontology} value={filter} onChange={change} onClear={isFiltered ? clear : undefined} />
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending || searchesOn ? <Stack gap={8} aria-busy="true">{Array.from({ length: 8 }, (_, i) => <Skeleton key={i} h={52} />)}</Stack>
        : tasks.length > 0 ? (
          <>
            <Text size="xs" c="dimmed" mb={6} role="status">{t(query.hasNextPage ? 'shownMore' : 'shown', { count: tasks.length, number: number(tasks.length) })}</Text>
            <TaskList project={project} tasks={tasks} hasMore={query.hasNextPage} isLoadingMore={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </>
        )
        : query.isSuccess && (isFiltered
          ? <EmptyState icon={<IconListSearch size={30} stroke={1.5} />} title={t('noMatch')} action={<Button variant="default" onClick={clear}>{t('clear')}</Button>} />
          : <EmptyState title={t('emptyTitle')} action={<ButtonLink to="/projects/$project/import" params={{ project }}>{t('toImport')}</ButtonLink>}>{t('emptyText')}</EmptyState>)}
    </>
  );
}
