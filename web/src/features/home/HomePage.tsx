import { Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight, IconBuilding, IconStack2, IconUpload, IconUserPlus, type Icon } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import type { Me } from '../../lib/contracts';
import { EmptyState } from '../../ui/EmptyState';
import { ButtonLink, TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { projectsQuery } from '../../lib/api/projectsQuery';
import { ProjectsTable } from '../projects/ProjectsTable';
import classes from './HomePage.module.css';
import { WaitingWork } from './WaitingWork';

export function HomePage() {
  const me = useMe();
  // Behind broken glass there is one project and nothing else.
  return me.glass === undefined ? <Home me={me} /> : <Navigate to="/projects/$project" params={{ project: me.glass.project }} replace />;
}

function Home({ me }: { me: Me }) {
  const { t } = useTranslation('home');
  const canSee = me.customer !== undefined && may(me, 'seeProgress');
  const projects = useInfiniteQuery({ ...projectsQuery('active'), enabled: canSee });
  const items = projects.data?.pages[0]?.items.slice(0, 6) ?? [];
  if (me.customer === undefined) return <NoCustomer isOperator={me.isOperator} isOwner={me.isOwner} mayHelp={may(me, 'askForGlass')} />;
  const isEmpty = canSee && projects.isSuccess && items.length === 0;
  return (
    <>
      <PageHeader title={t('hello', { name: me.displayName.split(' ')[0] ?? me.displayName })} description={me.customer.name} />
      <Stack gap={28}>
        {isEmpty && may(me, 'manageProjects') ? <FirstSteps /> : (
          <section aria-labelledby="waiting">
            <Title order={2} id="waiting" size="h2" mb="xs">{t('waiting')}</Title>
            <WaitingWork />
          </section>
        )}
        {canSee && !isEmpty && (
          <section aria-labelledby="active">
            <Group justify="space-between" mb="xs">
              <Title order={2} id="active" size="h2">{t('projects')}</Title>
              <TextLink to="/projects" size="sm">{t('allProjects')}</TextLink>
            </Group>
            {projects.isPending ? <Stack gap={8}>{[0, 1, 2].map((i) => <Skeleton key={i} h={44} />)}</Stack> : <ProjectsTable projects={items} />}
          </section>
        )}
      </Stack>
    </>
  );
}

function NoCustomer({ isOperator, isOwner, mayHelp }: { isOperator: boolean; isOwner: boolean; mayHelp: boolean }) {
  const { t } = useTranslation('home');
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState
        icon={<IconBuilding size={30} stroke={1.5} />} title={t(isOwner ? 'ownerTitle' : 'noCustomerTitle')}
        action={isOperator ? <ButtonLink to="/customers">{t('toCustomers')}</ButtonLink> : mayHelp ? <ButtonLink to="/customers/emergency">{t('toEmergency')}</ButtonLink> : undefined}
      >
        {t(isOwner ? 'ownerText' : isOperator ? 'noCustomerOperator' : 'noCustomerText')}
      </EmptyState>
    </>
  );
}

function FirstSteps() {
  const { t } = useTranslation('home');
  return (
    <section aria-labelledby="first">
      <Title order={2} id="first" size="h2" mb="xs">{t('firstSteps')}</Title>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Step number={1} icon={IconStack2} title={t('step1')} text={t('step1Text')}>
          <ButtonLink to="/projects/new" rightSection={<IconArrowRight size={16} />}>{t('step1')}</ButtonLink>
        </Step>
        <Step number={2} icon={IconUpload} title={t('step2')} text={t('step2Text')} />
        <Step number={3} icon={IconUserPlus} title={t('step3')} text={t('step3Text')}>
          <ButtonLink variant="default" to="/people">{t('step3')}</ButtonLink>
        </Step>
      </SimpleGrid>
    </section>
  );
}

function Step({ number, icon: StepIcon, title, text, children }: { number: number; icon: Icon; title: string; text: string; children?: ReactNode }) {
  return (
    <div className={classes.step}>
      <Group gap="xs"><StepIcon size={20} stroke={1.6} aria-hidden className={classes.icon} /><Text size="xs" c="dimmed">{number}</Text></Group>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed" mb="xs" flex={1}>{text}</Text>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}
