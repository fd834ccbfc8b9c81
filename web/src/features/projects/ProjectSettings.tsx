import { Button, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectDetail, UpdateProject } from '../../lib/contracts';
import { useDraft } from '../../lib/useDraft';
import { ConfirmButton } from '../../ui/ConfirmButton';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { cloneProject } from './api/cloneProject';
import { projectQuery } from '../../lib/api/projectQuery';
import { updateProject } from './api/updateProject';
import classes from './ProjectSettings.module.css';
import { WorkflowFields } from './WorkflowFields';

export function ProjectSettings({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation(['projects', 'common']);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { name, overlap, reviewLevels, leaseSeconds, watermark } = project;
  const stored = { name, overlap, reviewLevels, leaseSeconds, watermark };
  const draft = useDraft(`settings.${project.id}`, stored);
  const update = useMutation({
    mutationFn: (request: UpdateProject) => updateProject(project.id, request),
    onSuccess: (next) => {
      queries.setQueryData(projectQuery(project.id).queryKey, next);
      void queries.invalidateQueries({ queryKey: ['projects'] });
    },
  });
  const [cloneName, setCloneName] = useState(t('settings.cloneOf', { name: project.name }));
  const clone = useMutation({
    mutationFn: () => cloneProject(project.id, { name: cloneName.trim() }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['projects'] });
      void navigate({ to: '/projects/$project/settings', params: { project: made.id } });
    },
  });
  const isChanged = JSON.stringify(draft.value) !== JSON.stringify(stored);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ ...draft.value, name: draft.value.name.trim() }, { onSuccess: () => draft.discard() });
  };
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <ProblemAlert error={update.error ?? clone.error} />
      <Stack gap="xl" maw={640}>
        <form onSubmit={submit}>
          <Stack gap="lg">
            <TextInput label={t('settings.name')} required withAsterisk={false} maxLength={200} value={draft.value.name} onChange={(event) => { const next = event.currentTarget.value; draft.set((old) => ({ ...old, name: next })); }} />
            <section>
              <Title order={2} size="h3">{t('settings.workflow')}</Title>
              <Text size="xs" c="dimmed" mb="sm">{t('settings.workflowHint')}</Text>
              <WorkflowFields value={draft.value} onChange={(next) => draft.set((old) => ({ ...old, ...next }))} />
            </section>
            <Checkbox
              size="xs" label={t('settings.watermark')} description={t('settings.watermarkHint')} checked={draft.value.watermark}
              onChange={(event) => { const next = event.currentTarget.checked; draft.set((old) => ({ ...old, watermark: next })); }}
            />
            <Group gap="sm">
              <Button type="submit" disabled={!isChanged || draft.value.name.trim() === ''} loading={update.isPending}>{t('common:save')}</Button>
              {isChanged && <Button variant="default" onClick={() => draft.discard(stored)}>{t('common:discardDraft')}</Button>}
              {isChanged && draft.isRestored && <Text size="xs" c="dimmed">{t('common:draftRestored')}</Text>}
            </Group>
          </Stack>
        </form>
        <section>
          <Title order={2} size="h3" mb={4}>{t('settings.state')}</Title>
          {project.state === 'active' && (
            <Action text={t('settings.pauseText')}><Button size="xs" variant="default" loading={update.isPending} onClick={() => update.mutate({ state: 'paused' })}>{t('settings.pause')}</Button></Action>
          )}
          {project.state === 'paused' && (
            <Action text={t('settings.resumeText')}><Button size="xs" loading={update.isPending} onClick={() => update.mutate({ state: 'active' })}>{t('settings.resume')}</Button></Action>
          )}
          {project.state === 'archived' ? (
            <Action text={t('settings.restoreText')}><Button size="xs" variant="default" loading={update.isPending} onClick={() => update.mutate({ state: 'active' })}>{t('settings.restore')}</Button></Action>
          ) : (
            <Action text={t('settings.archiveText')}>
              <ConfirmButton question={t('settings.archiveQuestion')} confirm={t('settings.archive')} loading={update.isPending} onConfirm={() => update.mutate({ state: 'archived' })}>{t('settings.archive')}</ConfirmButton>
            </Action>
          )}
          <Action text={t('settings.cloneText')}>
            <form onSubmit={(event) => { event.preventDefault(); clone.mutate(); }}>
              <Group gap={6} wrap="nowrap">
                <TextInput size="xs" aria-label={t('settings.cloneName')} value={cloneName} maxLength={200} onChange={(event) => setCloneName(event.currentTarget.value)} />
                <Button type="submit" size="xs" variant="default" disabled={cloneName.trim() === ''} loading={clone.isPending}>{t('settings.clone')}</Button>
              </Group>
            </form>
          </Action>
        </section>
      </Stack>
    </>
  );
}

function Action({ text, children }: { text: string; children: ReactNode }) {
  return <div className={classes.action}><Text size="sm" c="dimmed" flex="1 1 260px">{text}</Text>{children}</div>;
}
