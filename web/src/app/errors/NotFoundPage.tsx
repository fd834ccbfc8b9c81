import { IconDoorOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ButtonLink } from '../../ui/links';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconDoorOff size={30} stroke={1.5} />} title={t('notFoundTitle')} action={<ButtonLink to="/">{t('goHome')}</ButtonLink>}>
      {t('notFoundText')}
    </EmptyState>
  );
}
