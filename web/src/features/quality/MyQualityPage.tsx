import { Button, Skeleton, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/useFormats';
import type { ExamStanding, SkillNotice } from '../../lib/contracts';
import { projectQuery } from '../../lib/api/projectQuery';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { appealNotice } from './api/appealNotice';
import { myQualityQuery } from './api/myQualityQuery';
import { ExamTries } from './ExamTries';
import { NoticeText } from './NoticeText';
import classes from './Quality.module.css';
import { SkillInterval } from './SkillInterval';
import { SkillOverTime } from './SkillOverTime';

/** What is known of my work, what follows from it, and my word on it. */
export function MyQualityPage() {
  const { t } = useTranslation('quality');
  const { project } = useParams({ from: '/signed-in/shell/my-quality/$project' });
  const { number } = useFormats();
  const name = useQuery(projectQuery(project)).data?.name;
  const query = useQuery(myQualityQuery(project));
  const mine = query.data;
  return (
    <>
      <PageHeader title={t('mine')} description={name} />
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {mine === undefined ? query.isPending && <Skeleton h={200} /> : (
        <Stack gap="xl" maw={680}>
          <div>
            {(mine.standing !== 'good' || mayWork(mine.exam)) && <Text>{t(`myStanding.${mine.standing}`)}</Text>}
            {mine.skill.evidence > 0 && <><Text size="sm" mt="sm">{t('mySkill')}</Text><SkillInterval skill={mine.skill} /></>}
            <Text size="sm" c="dimmed" mt={4}>
              {mine.skill.evidence === 0 ? t('nothingYet') : t('counts', {
                goldRight: number(mine.skill.goldRight), goldSeen: number(mine.skill.goldSeen), accepted: number(mine.skill.accepted), reviewed: number(mine.skill.reviewed),
                agreed: number(mine.skill.agreed), compared: number(mine.skill.compared),
              })}
            </Text>
          </div>
          {mine.isDiscounted && <Text size="sm">{t('myDiscounted')}</Text>}
          {mine.exam && <section><Title order={2} size="h4">{t('exam')}</Title><ExamTries exam={mine.exam} /></section>}
          {mine.days.length > 1 && <SkillOverTime days={mine.days} title={t('overTime')} />}
          {mine.notices.length > 0 && (
            <section>
              <Title order={2} size="h4">{t('notices')}</Title>
              {mine.notices.map((notice) => <Notice key={notice.number} project={project} notice={notice} />)}
            </section>
          )}
        </Stack>
      )}
    </>
  );
}

/** What the exam says, if it keeps somebody from work, stands below. */
const mayWork = (exam: ExamStanding | undefined): boolean => exam === undefined || exam.state === 'passed' || exam.state === 'waived';

function Notice({ project, notice }: { project: string; notice: SkillNotice }) {
  const { t } = useTranslation('quality');
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const appeal = useMutation({
    mutationFn: () => appealNotice(project, notice.number, { text }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['project', project, 'my-quality'] }),
  });
  return (
    <div className={classes.notice}>
      <NoticeText notice={notice} />
      <ProblemAlert error={appeal.error} />
      {notice.appeal !== undefined ? <p className={classes.quote}>{notice.appeal}</p> : notice.settledAt === undefined && (
        <Stack gap="xs" mt="xs">
          <Textarea label={t('yourWord')} description={t('yourWordHint')} autosize minRows={2} maxLength={2000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <div><Button size="xs" variant="default" disabled={text.trim() === ''} loading={appeal.isPending} onClick={() => appeal.mutate()}>{t('send')}</Button></div>
        </Stack>
      )}
    </div>
  );
}
