import { Alert, Button, Collapse, Group, Textarea, TextInput, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowLeft, IconArrowRight, IconCheck, IconEye } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../app/hotkeys/shortcuts';
import type { Ontology, ProjectTemplate } from '../../lib/contracts';
import { useDraft } from '../../lib/useDraft';
import { Keycaps } from '../../ui/Keycap';
import { Markdown } from '../../ui/Markdown';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { OntologyEditor } from '../ontology/OntologyEditor';
import { OntologyPreview } from '../ontology/OntologyPreview';
import { checkOntology } from '../ontology/rules';
import { createProject } from './api/createProject';
import classes from './NewProjectPage.module.css';
import { Steps } from './Steps';
import { TemplateChoice } from './TemplateChoice';
import { defaultWorkflow, WorkflowFields, type Workflow } from './WorkflowFields';

const steps = ['start', 'labels', 'instructions', 'quality'] as const;

interface WizardDraft extends Workflow { step: number; template?: string; name: string; ontology: Ontology; instructions: string }

const emptyDraft: WizardDraft = { step: 0, name: '', ontology: { editor: 'image', inputs: [{ name: 'image', kind: 'image' }] }, instructions: '', ...defaultWorkflow };

/** Four steps, with what people will see always beside. Kept through reloads until the project is made. */
export function NewProjectPage() {
  const { t } = useTranslation(['projects', 'ontology', 'common']);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const draft = useDraft('new-project', emptyDraft);
  const { step, template, name, ontology, instructions, overlap, reviewLevels, leaseSeconds } = draft.value;
  const [showPreview, setShowPreview] = useState(false);
  const isWide = useMediaQuery('(min-width: 68em)') === true;
  const errors = useMemo(() => checkOntology(ontology), [ontology]);
  const current = steps[step] ?? 'start';

  const set = (part: Partial<WizardDraft>) => draft.set((old) => ({ ...old, ...part }));
  const create = useMutation({
    mutationFn: () => createProject({ name: name.trim(), ontology, instructions, overlap, reviewLevels, leaseSeconds }),
    onSuccess: (project) => {
      draft.discard(emptyDraft);
      queries.setQueryData(['project', project.id], project);
      void queries.invalidateQueries({ queryKey: ['projects'] });
      void navigate({ to: '/projects/$project', params: { project: project.id } });
    },
  });

  const missing = [name.trim() === '' || template === undefined, errors.length > 0, false, false];
  const canGoOn = missing[step] !== true;
  const canCreate = !missing.includes(true);
  const isLast = step === steps.length - 1;
  const goOn = () => {
    if (!canGoOn) return;
    if (!isLast) set({ step: step + 1 });
    else if (canCreate && !create.isPending) create.mutate();
  };
  useShortcuts([{ keys: 'mod+enter', label: isLast ? t('wizard.create') : t('wizard.keepGoing'), group: t('wizard.title'), run: goOn, whileTyping: true }]);

  const choose = (chosen: ProjectTemplate) => set({
    template: chosen.id, ontology: chosen.ontology,
    instructions: instructions === '' || draft.value.template !== undefined ? chosen.instructions : instructions,
  });
  const preview = current === 'instructions'
    ? <section className={classes.paper} aria-label={t('wizard.previewToggle')}>{instructions.trim() === '' ? <Text c="dimmed" size="sm">{t('instructions.empty')}</Text> : <Markdown text={instructions} />}</section>
    : <OntologyPreview ontology={ontology} />;

  return (
    <>
      <PageHeader title={t('wizard.title')} />
      <Steps
        label={t('wizard.steps')} current={step} onChoose={(next) => set({ step: next })}
        steps={steps.map((id, i) => ({ title: t(`wizard.${id}`), state: i < step && missing[i] !== true ? 'done' : missing.slice(0, i).includes(true) && i > step ? 'locked' : 'open' }))}
      />
      {draft.isRestored && (name !== '' || template !== undefined) && (
        <Alert color="verdigris" variant="light" mb="md" py={6}>
          <Group justify="space-between"><Text size="sm">{t('wizard.restored')}</Text><Button size="xs" variant="default" onClick={() => draft.discard(emptyDraft)}>{t('wizard.startOver')}</Button></Group>
        </Alert>
      )}
      <div className={classes.columns} data-wide={template !== undefined || undefined}>
        <div className={classes.form}>
          {current === 'start' && (
            <>
              <TextInput
                label={t('wizard.name')} placeholder={t('wizard.namePlaceholder')} value={name} maxLength={200} autoFocus required withAsterisk={false} mb="lg" maw={440}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
              <TemplateChoice value={template} onChoose={choose} />
            </>
          )}
          {current === 'labels' && (
            <>
              {errors.length > 0 && <Text size="sm" c="var(--mantine-color-error)" mb="sm" role="status">{t('ontology:fixFirst', { count: errors.length })}</Text>}
              <OntologyEditor value={ontology} onChange={(next) => set({ ontology: next })} errors={errors} />
            </>
          )}
          {current === 'instructions' && (
            <Textarea
              label={t('instructions.label')} description={t('wizard.instructionsHint')} autosize minRows={12} maxRows={28} value={instructions} placeholder={t('instructions.placeholder')}
              onChange={(event) => set({ instructions: event.currentTarget.value })} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            />
          )}
          {current === 'quality' && <WorkflowFields value={{ overlap, reviewLevels, leaseSeconds }} onChange={set} />}
          <ProblemAlert error={create.error} />
          <Group className={classes.actions} gap="sm">
            {step > 0 && <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={() => set({ step: step - 1 })}>{t('common:back')}</Button>}
            <Button
              disabled={!canGoOn || (isLast && !canCreate)} loading={create.isPending} onClick={goOn}
              rightSection={isLast ? <IconCheck size={16} /> : <IconArrowRight size={16} />}
            >
              {isLast ? t('wizard.create') : t('wizard.keepGoing')}
            </Button>
            <Keycaps keys="mod+enter" />
            {!isWide && template !== undefined && (
              <Button variant="subtle" leftSection={<IconEye size={16} />} aria-expanded={showPreview} onClick={() => setShowPreview(!showPreview)}>{t('wizard.previewToggle')}</Button>
            )}
          </Group>
          {!isWide && template !== undefined && <Collapse expanded={showPreview}>{preview}</Collapse>}
        </div>
        {isWide && template !== undefined && <aside className={classes.preview}>{preview}</aside>}
      </div>
    </>
  );
}
