import { ActionIcon, Button, FileButton, Group, SegmentedControl, Text, Textarea, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBold, IconHeading, IconList, IconPhotoPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import type { ProjectDetail } from '../../lib/contracts';
import { useDraft } from '../../lib/useDraft';
import { Markdown } from '../../ui/Markdown';
import { PageHeader } from '../../ui/PageHeader';
import { isProblem } from '../../lib/problem';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { addAsset } from './api/addAsset';
import { assetUrl } from '../../lib/api/assetUrl';
import { projectQuery } from '../../lib/api/projectQuery';
import { updateProject } from './api/updateProject';
import classes from './InstructionsEditor.module.css';

export function InstructionsEditor({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation(['projects', 'common']);
  const queries = useQueryClient();
  const draft = useDraft(`instructions.${project.id}`, project.instructions);
  const area = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<'edit' | 'preview'>('edit');
  const isWide = useMediaQuery('(min-width: 62em)') === true;
  const save = useMutation({
    mutationFn: (allowNames: boolean) => updateProject(project.id, { instructions: draft.value }, allowNames),
    onSuccess: (next) => { draft.discard(); queries.setQueryData(projectQuery(project.id).queryKey, next); },
  });
  const addImage = useMutation({
    mutationFn: (file: File) => addAsset(project.id, file),
    onSuccess: ({ id }, file) => insert(`\n![${file.name.replace(/[[\]]/g, '')}](${assetUrl(project.id, id)})\n`),
  });

  /** Puts text where the cursor is, around what is selected. */
  const insert = (before: string, after = '') => {
    const element = area.current;
    const [start, end] = [element?.selectionStart ?? draft.value.length, element?.selectionEnd ?? draft.value.length];
    draft.set((text) => text.slice(0, start) + before + text.slice(start, end) + after + text.slice(end));
    setTimeout(() => { element?.focus(); element?.setSelectionRange(start + before.length, end + before.length); }, 0);
  };
  const takeImages = (files: FileList | readonly File[] | undefined | null): boolean => {
    const images = [...(files ?? [])].filter((file) => file.type.startsWith('image/'));
    images.forEach((file) => addImage.mutate(file));
    return images.length > 0;
  };
  const isChanged = draft.isDirty && draft.value !== project.instructions;
  useShortcuts([{ keys: 'mod+s', label: t('common:save'), group: t('instructions.title'), run: () => { if (isChanged) save.mutate(false); }, whileTyping: true }]);

  return (
    <>
      <PageHeader
        title={t('instructions.title')} description={t('instructions.description')}
        actions={
          <>
            {isChanged && <Button variant="default" onClick={() => draft.discard(project.instructions)}>{t('common:discardDraft')}</Button>}
            <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate(false)}>{t('common:save')}</Button>
          </>
        }
      />
      <ProblemAlert error={save.error ?? addImage.error} />
      {isProblem(save.error, 'blind.name_found') && <Button size="xs" variant="default" mt="xs" onClick={() => save.mutate(true)}>{t('instructions.allowNames')}</Button>}
      <Group justify="space-between" mb="xs">
        <Group gap={2}>
          <Tool label={t('instructions.heading')} icon={<IconHeading size={17} />} onClick={() => insert('## ')} />
          <Tool label={t('instructions.bold')} icon={<IconBold size={17} />} onClick={() => insert('**', '**')} />
          <Tool label={t('instructions.list')} icon={<IconList size={17} />} onClick={() => insert('- ')} />
          <FileButton accept="image/png,image/jpeg,image/webp,image/gif" multiple onChange={(files) => void takeImages(files)}>
            {(props) => <Button {...props} size="xs" variant="subtle" color="gray" leftSection={<IconPhotoPlus size={17} />} loading={addImage.isPending}>{t('instructions.addImage')}</Button>}
          </FileButton>
        </Group>
        <Group gap="sm">
          {isChanged && <Text size="xs" c="dimmed" role="status">{draft.isRestored ? t('common:draftRestored') : t('common:draftKept')}</Text>}
          {!isWide && (
            <SegmentedControl
              size="xs" aria-label={t('instructions.mode')} value={mode} onChange={(value) => setMode(value === 'edit' ? 'edit' : 'preview')}
              data={[{ value: 'edit', label: t('instructions.edit') }, { value: 'preview', label: t('instructions.preview') }]}
            />
          )}
        </Group>
      </Group>
      <div className={classes.columns}>
        {(isWide || mode === 'edit') && (
          <Textarea
            ref={area} aria-label={t('instructions.label')} placeholder={t('instructions.placeholder')} autosize minRows={18} value={draft.value}
            onChange={(event) => draft.set(event.currentTarget.value)} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: 1.6 } }}
            onPaste={(event) => { if (takeImages(event.clipboardData.files)) event.preventDefault(); }}
            onDrop={(event) => { if (takeImages(event.dataTransfer.files)) event.preventDefault(); }}
          />
        )}
        {(isWide || mode === 'preview') && (
          <section className={classes.paper} aria-label={t('instructions.preview')}>
            {draft.value.trim() === '' ? <Text c="dimmed" size="sm">{t('instructions.empty')}</Text> : <Markdown text={draft.value} />}
          </section>
        )}
      </div>
    </>
  );
}

function Tool({ label, icon, onClick }: { label: string; icon: React.ReactNode; onClick: () => void }) {
  return <Tooltip label={label}><ActionIcon aria-label={label} onClick={onClick}>{icon}</ActionIcon></Tooltip>;
}
