import { Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader';
import { ExportForm } from './ExportForm';
import { ExportsList } from './ExportsList';

export function ExportPage() {
  const { t } = useTranslation('exports');
  const { project } = useParams({ from: '/signed-in/shell/projects/$project' });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Stack gap="xl">
        <ExportForm project={project} />
        <ExportsList project={project} />
      </Stack>
    </>
  );
}
