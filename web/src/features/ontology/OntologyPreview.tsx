import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelClass, Ontology, Values } from '../../lib/contracts';
import { Keycaps } from '../../ui/Keycap';
import { nest } from './edits';
import { FormPreview } from './FormPreview';
import classes from './OntologyPreview.module.css';
import { SampleMedia } from './SampleMedia';

/** What the people who label will see. It answers: try the questions and see which appear. */
export function OntologyPreview({ ontology }: { ontology: Ontology }) {
  const { t } = useTranslation('ontology');
  const [values, setValues] = useState<Values>({});
  const [chosen, setChosen] = useState<string>();
  const labels = (ontology.classes ?? []).filter((c) => c.name !== '');
  const active = labels.find((c) => c.name === chosen) ?? labels[0];
  return (
    <section className={classes.frame} aria-label={t('preview')}>
      <div className={classes.bar}><span>{t('preview')}</span><small>{t('previewHint')}</small></div>
      <div className={classes.body}>
        <SampleMedia ontology={ontology} classes={labels} active={active} />
        {ontology.editor !== 'form' && labels.length > 0 && <Palette labels={labels} active={active} onChoose={setChosen} />}
        {active?.attributes !== undefined && ontology.editor !== 'form' && (
          <Stack gap={6} className={classes.block}>
            <Text size="xs" c="dimmed">{t('attributesOf', { name: active.title ?? active.name })}</Text>
            <FormPreview key={active.name} fields={active.attributes} values={{}} />
          </Stack>
        )}
        {(ontology.fields ?? []).length > 0 && <div className={classes.block}><FormPreview fields={ontology.fields ?? []} values={values} onChange={setValues} /></div>}
      </div>
    </section>
  );
}

function Palette({ labels, active, onChoose }: { labels: LabelClass[]; active?: LabelClass; onChoose: (name: string) => void }) {
  return (
    <div className={classes.palette}>
      {nest(labels).slice(0, 40).map(({ index, depth }) => {
        const label = labels[index];
        if (label === undefined) return null;
        return (
          <UnstyledButton
            key={index} className={classes.label} aria-pressed={label.name === active?.name} onClick={() => onChoose(label.name)}
            style={{ '--label': label.color, marginInlineStart: depth * 10 } as Record<string, string | number>}
          >
            <span className={classes.swatch} />
            {label.title ?? label.name}
            {label.hotkey !== undefined && <Keycaps keys={label.hotkey} />}
          </UnstyledButton>
        );
      })}
      {labels.length > 40 && <Text size="xs" c="dimmed">+{labels.length - 40}</Text>}
    </div>
  );
}
