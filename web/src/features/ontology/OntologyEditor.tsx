import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor, Ontology } from '../../lib/contracts';
import { ClassesEditor } from './ClassesEditor';
import { newClass } from './edits';
import { OntologyErrors, useErrorAt } from './errors';
import { FieldsEditor } from './FieldsEditor';
import { InputsEditor } from './InputsEditor';
import { RelationsEditor } from './RelationsEditor';
import type { OntologyError } from './rules';

/** What may be answered: classes, relations, questions, and what is shown. */
export function OntologyEditor({ value, onChange, errors, editorLocked = false }: {
  value: Ontology; onChange: (next: Ontology) => void; errors: readonly OntologyError[]; editorLocked?: boolean;
}) {
  const { t } = useTranslation(['ontology', 'common']);
  const addClass = () => onChange({ ...value, classes: [...(value.classes ?? []), newClass(value, '')] });
  const changeEditor = (editor: Editor) => onChange({
    ...value, editor,
    classes: value.classes?.map((c) => ({ ...c, shapes: editor === 'text' ? ['span'] : c.shapes.includes('span') ? ['box'] : c.shapes })),
  });
  return (
    <OntologyErrors errors={errors}>
      <Stack gap="xl">
        {!editorLocked && (
          <Group gap="sm">
            <Text size="sm" fw={500} id="editor-label">{t('editorLabel')}</Text>
            <SegmentedControl
              size="xs" aria-labelledby="editor-label" value={value.editor} onChange={(editor) => changeEditor(editor as Editor)}
              data={(['image', 'text', 'form'] as const).map((editor) => ({ value: editor, label: t(`common:editor.${editor}`) }))}
            />
          </Group>
        )}
        {value.editor !== 'form' && (
          <Section
            title={t('classes')} hint={t('classesHint')} path="classes"
            action={<Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={addClass}>{t('addClass')}</Button>}
          >
            <ClassesEditor value={value} onChange={onChange} />
          </Section>
        )}
        <Section title={t('questions')} hint={t('questionsHint')} path="fields">
          <FieldsEditor value={value.fields ?? []} path="fields" onChange={(fields) => onChange({ ...value, fields })} />
        </Section>
        {value.editor !== 'form' && (
          <Section title={t('relations')} hint={t('relationsHint')} path="relations">
            <RelationsEditor value={value} onChange={onChange} />
          </Section>
        )}
        <Section title={t('inputs')} hint={t('inputsHint')} path="inputs">
          <InputsEditor value={value.inputs} onChange={(inputs) => onChange({ ...value, inputs })} />
        </Section>
      </Stack>
    </OntologyErrors>
  );
}

function Section({ title, hint, path, action, children }: { title: string; hint: string; path: string; action?: ReactNode; children: ReactNode }) {
  const errorAt = useErrorAt();
  const error = errorAt(path);
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs" wrap="nowrap">
        <div>
          <Title order={2} size="h3">{title}</Title>
          <Text size="xs" c="dimmed">{hint}</Text>
        </div>
        {action !== undefined && <div style={{ flexShrink: 0 }}>{action}</div>}
      </Group>
      {error !== undefined && <Text size="sm" c="var(--mantine-color-error)" mb="xs" role="alert">{error}</Text>}
      {children}
    </section>
  );
}
