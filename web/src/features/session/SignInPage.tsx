import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../lib/api/meQuery';
import { PublicPage } from '../../ui/PublicPage';
import { SignInForm } from './SignInForm';

/** `next` is a path of ours; the router refuses anything else. */
export function SignInPage({ next }: { next?: string }) {
  const { t } = useTranslation('session');
  const queries = useQueryClient();
  const router = useRouter();
  return (
    <PublicPage title={t('signIn')} text={t('signInText')}>
      <SignInForm
        onSignedIn={(me) => {
          queries.setQueryData(meQuery().queryKey, me);
          router.history.push(next ?? '/');
        }}
      />
    </PublicPage>
  );
}
