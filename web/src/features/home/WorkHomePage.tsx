import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/PageHeader';
import { WaitingWork } from './WaitingWork';

export function WorkHomePage() {
  const { t } = useTranslation('home');
  return (
    <>
      <PageHeader title={t('workTitle')} description={t('workText')} />
      <WaitingWork />
    </>
  );
}
