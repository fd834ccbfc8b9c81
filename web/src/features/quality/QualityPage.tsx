import { Badge, Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import { may } from '../../app/session/permissions';
import { useMe } from '../../app/session/useMe';
import type { ExamGrant, GoldTask, GoldTaskState, PersonQuality, ProjectQuality, SettleNotice } from '../../lib/contracts';
import { BarChart } from '../../ui/BarChart';
import { TextLink } from '../../ui/links';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { Acceptances } from './Acceptances';
import { Analysis } from './Analysis';
import { updateGold } from './api/gold';
import { grantExam } from './api/grantExam';
import { qualityQuery } from './api/qualityQuery';
import { settleNotice } from './api/settleNotice';
import { ExamTries } from './ExamTries';
import { NoticeText } from './NoticeText';
import classes from './Quality.module.css';
import { QualitySettingsForm } from './QualitySettingsForm';
import { SkillInterval } from './SkillInterval';
import { SkillOverTime } from './SkillOverTime';
import { UnclearTasks } from './UnclearTasks';

export function QualityPage() {
  const { t } = useTranslation('quality');
  const me = useMe();
  const { project } = useParams({ from: '/signed-in/shell/projects/$project' });
  const query = useQuery(qualityQuery(project));
  const quality = query.data;
  return (
    <>
      <PageHeader title={t('title')} description={t('text')} />
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {quality === undefined ? query.isPending && <Skeleton h={300} /> : (
        <Stack gap="xl">
          <Tiles quality={quality} />
          <UnclearTasks project={project} count={quality.unclear} />
          <div className={classes.two}>
            <BarChart
              title={t('confidence')} xTitle={t('confidence')} yTitle={t('tasks')}
              bars={quality.confidence.map((value, i) => ({ key: String(i), label: `${i * 10}–${i * 10 + 10} %`, shortLabel: `${i * 10}`, value }))}
            />
            <Gold project={project} gold={quality.gold} canChange={may(me, 'manageProjects')} />
          </div>
          <Analysis project={project} />
          <Acceptances project={project} />
          <People project={project} people={quality.people} />
          {may(me, 'manageProjects') && <QualitySettingsForm key={JSON.stringify(quality.settings)} project={project} settings={quality.settings} />}
        </Stack>
      )}
    </>
  );
}

function Tiles({ quality }: { quality: ProjectQuality }) {
  const { t } = useTranslation('quality');
  const { percent, number } = useFormats();
  const answers = quality.answersPerTask;
  return (
    <dl className={classes.tiles}>
      <div className={classes.tile}><dt>{t('agreement')}</dt><dd>{quality.agreement === undefined ? '–' : percent(quality.agreement)}<small>{t('agreementText')}</small></dd></div>
      <div className={classes.tile}><dt>{t('answersPerTask')}</dt><dd>{answers === undefined ? '–' : number(Math.round(answers * 100) / 100)}<small>{t(quality.settings.wantedConfidence === undefined ? 'fixed' : 'adaptive')}</small></dd></div>
      <div className={classes.tile}><dt>{t('saved')}</dt><dd>{quality.saved === undefined ? '–' : number(quality.saved)}<small>{t('savedText')}</small></dd></div>
      <div className={classes.tile}><dt>{t('unclear')}</dt><dd>{number(quality.unclear)}<small>{t('unclearText')}</small></dd></div>
    </dl>
  );
}

const goldColors: Record<GoldTaskState, string> = { in_use: 'teal', doubtful: 'orange', retired: 'gray' };

function Gold({ project, gold, canChange }: { project: string; gold: readonly GoldTask[]; canChange: boolean }) {
  const { t } = useTranslation('quality');
  const { number, percent } = useFormats();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: ({ task, state }: { task: string; state: GoldTaskState }) => updateGold(project, task, { state }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project] }),
  });
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{t('gold')}</Title>
      <ProblemAlert error={change.error} />
      {gold.length === 0 ? <Text size="sm" c="dimmed">{t('noGold')}</Text> : (
        <Table.ScrollContainer minWidth={460}>
          <Table verticalSpacing={4}>
            <Table.Thead><Table.Tr><Table.Th>{t('task')}</Table.Th><Table.Th>{t('state')}</Table.Th><Table.Th ta="end">{t('given')}</Table.Th><Table.Th ta="end">{t('right')}</Table.Th><Table.Th /></Table.Tr></Table.Thead>
            <Table.Tbody>
              {gold.map((one) => (
                <Table.Tr key={one.task}>
                  <Table.Td><TextLink to="/projects/$project/tasks/$task" params={{ project, task: one.task }} c="inherit" inherit>{one.name}</TextLink>{one.purpose !== 'hidden' && <> <Badge size="xs" color={one.purpose === 'exam' ? 'grape' : 'blue'}>{t(`purpose.${one.purpose}`)}</Badge></>}</Table.Td>
                  <Table.Td><Badge size="sm" variant="light" color={goldColors[one.state]}>{t(`goldState.${one.state}`)}</Badge></Table.Td>
                  <Table.Td ta="end">{number(one.given)}</Table.Td>
                  <Table.Td ta="end">{one.answers === 0 ? '–' : percent(one.right / one.answers)}</Table.Td>
                  <Table.Td ta="end">
                    {canChange && <Button size="compact-xs" variant="subtle" onClick={() => change.mutate({ task: one.task, state: one.state === 'in_use' ? 'retired' : 'in_use' })}>{t(one.state === 'in_use' ? 'retire' : 'reuse')}</Button>}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}

function People({ project, people }: { project: string; people: readonly PersonQuality[] }) {
  const { t } = useTranslation('quality');
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{t('people')}</Title>
      {people.length === 0 ? <Text size="sm" c="dimmed">{t('noPeople')}</Text> : (
        <ul className={classes.list}>{people.map((person) => <PersonRow key={person.person} project={project} person={person} />)}</ul>
      )}
    </section>
  );
}

function PersonRow({ project, person }: { project: string; person: PersonQuality }) {
  const { t } = useTranslation('quality');
  const me = useMe();
  const { number } = useFormats();
  const queries = useQueryClient();
  const settle = useMutation({
    mutationFn: ({ n, ...request }: SettleNotice & { n: number }) => settleNotice(project, person.person, n, request),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project, 'quality'] }),
  });
  const grant = useMutation({
    mutationFn: (what: ExamGrant) => grantExam(project, person.person, { grant: what }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project, 'quality'] }),
  });
  const { skill } = person;
  const open = person.notices.filter((notice) => notice.settledAt === undefined);
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.grow}>
          <TextLink to="/projects/$project/tasks" params={{ project }} search={{ person: person.person }} c="inherit" inherit fw={500}>{person.name}</TextLink>
          {person.standing !== 'good' && <> <Badge size="sm" color={person.standing === 'paused' ? 'red' : 'orange'}>{t(`standing.${person.standing}`)}</Badge></>}
          {person.isDiscounted && <> <Badge size="sm" color="orange">{t('discounted')}</Badge></>}
          {person.exam && person.exam.state !== 'passed' && <> <Badge size="sm" color={person.exam.state === 'failed' ? 'red' : 'gray'}>{t(`examState.${person.exam.state}`)}</Badge></>}
        </span>
        <SkillInterval skill={skill} />
        <small>{t('counts', { goldRight: number(skill.goldRight), goldSeen: number(skill.goldSeen), accepted: number(skill.accepted), reviewed: number(skill.reviewed), agreed: number(skill.agreed), compared: number(skill.compared) })}</small>
      </div>
      <ProblemAlert error={settle.error ?? grant.error} />
      {person.exam && (person.exam.state === 'failed' || person.exam.state === 'waiting') && (
        <div className={classes.notice}>
          <ExamTries exam={person.exam} />
          {may(me, 'steerTasks') && (
            <Group gap="xs" mt={6}>
              <Button size="compact-xs" variant="default" onClick={() => grant.mutate('another_try')}>{t('grantTry')}</Button>
              <Button size="compact-xs" variant="default" onClick={() => grant.mutate('waive')}>{t('grantWaive')}</Button>
            </Group>
          )}
        </div>
      )}
      {open.map((notice) => (
        <div key={notice.number} className={classes.notice}>
          <NoticeText notice={notice} />
          {notice.appeal !== undefined && <p className={classes.quote}>{notice.appeal}</p>}
          {may(me, 'steerTasks') && (
            <Group gap="xs" mt={6}>
              <Button size="compact-xs" variant="default" onClick={() => settle.mutate({ n: notice.number, takeBack: true, standing: 'good' })}>{t('takeBack')}</Button>
              <Button size="compact-xs" variant="default" onClick={() => settle.mutate({ n: notice.number, takeBack: false, standing: 'good' })}>{t('letWork')}</Button>
              <Button size="compact-xs" variant="default" onClick={() => settle.mutate({ n: notice.number, takeBack: false, standing: person.standing })}>{t('letStand')}</Button>
            </Group>
          )}
        </div>
      ))}
      {person.days.length > 1 && <details><summary><small>{t('overTime')}</small></summary><SkillOverTime days={person.days} title={t('skillOverTime', { name: person.name })} /></details>}
    </li>
  );
}
