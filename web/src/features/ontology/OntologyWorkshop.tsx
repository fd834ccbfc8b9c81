import { Button, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHistory } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import { useFormats } from '../../app/i18n/useFormats';
import type { ProjectDetail } from '../../lib/contracts';
import { useDraft } from '../../lib/useDraft';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { projectQuery } from '../../lib/api/projectQuery';
import { ontologiesQuery } from './api/ontologiesQuery';
import { saveOntology } from './api/saveOntology';
import { OntologyEditor } from './OntologyEditor';
import { OntologyPreview } from './OntologyPreview';
import classes from './OntologyWorkshop.module.css';
import { checkOntology } from './rules';

/** The editor and, beside it, what people will see; saving makes the next version. */
export function OntologyWorkshop({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation(['ontology', 'common']);
  const { dateTime } = useFormats();
  const queries = useQueryClient();
  const versions = useQuery(ontologiesQuery(project.id));
  const draft = useDraft(`ontology.${project.id}`, project.ontology);
  const errors = useMemo(() => checkOntology(draft.value), [draft.value]);
  const isChanged = useMemo(() => JSON.stringify(draft.value) !== JSON.stringify(project.ontology), [draft.value, project.ontology]);
  const save = useMutation({
    mutationFn: () => saveOntology(project.id, draft.value),
    onSuccess: ({ version, ontology }) => {
      draft.discard(ontology);
      queries.setQueryData(projectQuery(project.id).queryKey, { ...project, ontology, ontologyVersion: version });
      void queries.invalidateQueries({ queryKey: ontologiesQuery(project.id).queryKey });
      notifications.show({ message: t('savedVersion', { version }) });
    },
  });
  const canSave = isChanged && errors.length === 0 && !save.isPending;
  useShortcuts([{ keys: 'mod+s', label: t('common:save'), group: t('title'), run: () => { if (canSave) save.mutate(); }, whileTyping: true }]);
  return (
    <>
      <PageHeader
        title={t('title')} description={t('description')}
        actions={
          <>
            <Menu position="bottom-end">
              <Menu.Target><Button variant="default" leftSection={<IconHistory size={16} />}>{t('version', { version: project.ontologyVersion })}</Button></Menu.Target>
              <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
                <Menu.Label>{t('versions')}</Menu.Label>
                {versions.data?.map((version) => (
                  <Menu.Item key={version.version} disabled={version.version === project.ontologyVersion} onClick={() => draft.set(version.ontology)}>
                    {t('version', { version: version.version })} <Text span size="xs" c="dimmed">{version.version === project.ontologyVersion ? t('current') : dateTime(version.createdAt)}</Text>
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            {isChanged && <Button variant="default" onClick={() => draft.discard(project.ontology)}>{t('common:discardDraft')}</Button>}
            <Button disabled={!canSave} loading={save.isPending} onClick={() => save.mutate()}>{t('saveVersion', { version: project.ontologyVersion + 1 })}</Button>
          </>
        }
      />
      <ProblemAlert error={save.error} />
      <Group mb="sm" gap="md" mih={20} role="status">
        {errors.length > 0 && <Text size="sm" c="var(--mantine-color-error)">{t('fixFirst', { count: errors.length })}</Text>}
        {isChanged && <Text size="xs" c="dimmed">{draft.isRestored ? t('common:draftRestored') : t('common:draftKept')}</Text>}
      </Group>
      <div className={classes.columns}>
        <OntologyEditor value={draft.value} onChange={draft.set} errors={errors} editorLocked />
        <aside className={classes.preview}><OntologyPreview ontology={draft.value} /></aside>
      </div>
    </>
  );
}
