import { Stack } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader';
import { CurrentImport } from './CurrentImport';
import { ImportsList } from './ImportsList';
import { NewImportForm } from './NewImportForm';

/** The import is named in the address, so that a reload comes back to it. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const { project } = useParams({ from: '/signed-in/shell/projects/$project' });
  const { import: id } = useSearch({ from: '/signed-in/shell/projects/$project/import' });
  const navigate = useNavigate({ from: '/projects/$project/import' });
  const show = (next: string | undefined) => void navigate({ search: { import: next } });
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Stack gap="xl">
        {id === undefined ? <NewImportForm project={project} onStarted={show} /> : <CurrentImport key={id} project={project} id={id} onClose={() => show(undefined)} />}
        <ImportsList project={project} current={id} onOpen={show} />
      </Stack>
    </>
  );
}
