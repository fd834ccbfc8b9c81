import { Group, Skeleton } from '@mantine/core';
import { IconCheckbox, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import { useWithheld } from '../../lib/useWithheld';
import { ButtonLink, TextLink } from '../../ui/links';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { StateBadge } from '../../ui/states';
import { Tombstone } from '../../ui/Tombstone';
import { projectQuery } from '../../lib/api/projectQuery';
import classes from './ProjectLayout.module.css';

const tabs = [
  { id: 'overview', to: '/projects/$project', manage: false }, { id: 'tasks', to: '/projects/$project/tasks', manage: false },
  { id: 'quality', to: '/projects/$project/quality', manage: false },
  { id: 'import', to: '/projects/$project/import', manage: true }, { id: 'export', to: '/projects/$project/export', manage: true },
  { id: 'ontology', to: '/projects/$project/ontology', manage: true }, { id: 'instructions', to: '/projects/$project/instructions', manage: true },
  { id: 'settings', to: '/projects/$project/settings', manage: true },
] as const;

/** What every page of a project has above it. */
export function ProjectLayout() {
  const { t } = useTranslation(['projects', 'shell']);
  const me = useMe();
  const { project: id } = useParams({ from: '/signed-in/shell/projects/$project' });
  const query = useQuery(projectQuery(id));
  const { pathname } = useLocation();
  const tabsNav = useRef<HTMLElement>(null);
  // On a phone the tabs are wider than the screen: the present one is brought into sight.
  // In braces: newer browsers return a promise, which would be taken for the clean-up.
  useEffect(() => { tabsNav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }); }, [pathname]);
  const isWithheld = useWithheld(id);
  // Also over what was loaded before: it is not ours to show any more.
  if (isWithheld) return <><TextLink to="/projects" size="sm" c="dimmed">{t('shell:projects')}</TextLink><div className={classes.withheld}><Tombstone /></div></>;
  if (query.isError && query.data === undefined) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  const project = query.data;
  return (
    <>
      <div className={classes.head}>
        <div className={classes.crumbs}>
          {me.glass === undefined && <><TextLink to="/projects" size="sm" c="dimmed">{t('shell:projects')}</TextLink><span aria-hidden="true">/</span></>}
          {project === undefined ? <Skeleton h={18} w={160} /> : <strong>{project.name}</strong>}
          {project !== undefined && project.state !== 'active' && <StateBadge state={project.state} />}
        </div>
        {project?.state === 'active' && me.glass === undefined && (
          <Group gap="xs">
            <ButtonLink size="xs" to="/work/$project" params={{ project: id }} leftSection={<IconPencil size={15} />}>{t('startLabelling')}</ButtonLink>
            {project.reviewLevels > 0 && <ButtonLink size="xs" variant="default" to="/review/$project" params={{ project: id }} leftSection={<IconCheckbox size={15} />}>{t('startReviewing')}</ButtonLink>}
          </Group>
        )}
      </div>
      <nav ref={tabsNav} className={classes.tabs} aria-label={t('tab.label')}>
        {tabs.filter((tab) => !tab.manage || may(me, 'manageProjects')).map((tab) => (
          <Link key={tab.id} to={tab.to} params={{ project: id }} className={classes.tab} activeOptions={{ exact: tab.id === 'overview', includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
            {t(`tab.${tab.id}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
