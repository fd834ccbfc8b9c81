import { Button, SegmentedControl, Skeleton, Stack, TextInput, Group } from '@mantine/core';
import { IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { projectStates, type ProjectState } from '../../lib/contracts';
import { EmptyState } from '../../ui/EmptyState';
import { ButtonLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { projectsQuery } from '../../lib/api/projectsQuery';
import { ProjectsTable } from './ProjectsTable';

export function ProjectsPage() {
  const { t } = useTranslation(['projects', 'common']);
  const me = useMe();
  const [state, setState] = useState<ProjectState>('active');
  const [search, setSearch] = useState('');
  const query = useInfiniteQuery(projectsQuery(state));
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = all.filter((project) => project.name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()));
  const canCreate = may(me, 'manageProjects');
  const create = canCreate ? <ButtonLink to="/projects/new" leftSection={<IconPlus size={16} />}>{t('new')}</ButtonLink> : undefined;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={create} />
      <Group mb="sm" gap="sm">
        <SegmentedControl
          size="xs" value={state} onChange={(value) => setState(value as ProjectState)} aria-label={t('states')}
          data={projectStates.map((value) => ({ value, label: t(`common:state.${value}`) }))}
        />
        <TextInput
          size="xs" w={240} leftSection={<IconSearch size={15} />} placeholder={t('find')} aria-label={t('find')} value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </Group>
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending ? <ProjectsSkeleton />
        : shown.length > 0 ? <ProjectsTable projects={shown} />
        : query.isSuccess && (
          search !== '' ? <EmptyState title={t('noMatch')} />
          : state !== 'active' ? <EmptyState title={t('emptyFiltered', { state: t(`common:state.${state}`).toLocaleLowerCase() })} />
          : <EmptyState icon={<IconStack2 size={30} stroke={1.5} />} title={t('emptyTitle')} action={create}>{t('emptyText')}</EmptyState>
        )}
      {query.hasNextPage && <Button mt="sm" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('common:loadMore')}</Button>}
    </>
  );
}

function ProjectsSkeleton() {
  return (
    <Stack gap={10} aria-busy="true">
      {[0, 1, 2, 3].map((i) => <Skeleton key={i} h={40} />)}
    </Stack>
  );
}
