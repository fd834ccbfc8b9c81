import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function PagePending() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" p="md" aria-busy="true" aria-label={t('loading')} role="status">
      <Skeleton h={26} w={220} />
      <Skeleton h={14} w={360} maw="100%" />
      <Skeleton h={180} />
    </Stack>
  );
}
