import { Radio, Skeleton, SimpleGrid, Text } from '@mantine/core';
import { IconForms, IconMessages, IconPhotoCheck, IconPolygon, IconScale, IconTag, IconTextCaption, IconVector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ProjectTemplate } from '../../lib/contracts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { templatesQuery } from './api/templatesQuery';
import classes from './TemplateChoice.module.css';

const known = {
  image_boxes: IconVector, image_polygons: IconPolygon, image_classification: IconPhotoCheck, text_classification: IconTag,
  named_entities: IconTextCaption, compare_texts: IconScale, free_form: IconForms,
} as const;
const isKnown = (id: string): id is keyof typeof known => id in known;

export function TemplateChoice({ value, onChoose }: { value?: string; onChoose: (template: ProjectTemplate) => void }) {
  const { t } = useTranslation('projects');
  const query = useQuery(templatesQuery());
  if (query.isError) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Radio.Group
      label={t('wizard.choose')} value={value ?? null}
      onChange={(id) => { const template = query.data?.find((item) => item.id === id); if (template !== undefined) onChoose(template); }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
        {query.data === undefined
          ? [0, 1, 2, 3, 4, 5].map((i) => <Skeleton key={i} h={74} />)
          : query.data.map((template) => {
            const TemplateIcon = isKnown(template.id) ? known[template.id] : IconMessages;
            return (
              <Radio.Card key={template.id} value={template.id} className={classes.card}>
                <TemplateIcon size={22} stroke={1.5} aria-hidden className={classes.icon} />
                <span>
                  <Text size="sm" fw={550} span display="block">{isKnown(template.id) ? t(`template.${template.id}.title`) : template.id}</Text>
                  {isKnown(template.id) && <Text size="xs" c="dimmed" span display="block">{t(`template.${template.id}.text`)}</Text>}
                </span>
              </Radio.Card>
            );
          })}
      </SimpleGrid>
    </Radio.Group>
  );
}
