import { useTranslation } from 'react-i18next';
import { ProblemError } from '../lib/problem';

/** What to tell people about an error: our words for its code, else the server's. */
export function useProblemText(): (error: unknown) => { title: string; detail?: string } {
  const { t, i18n } = useTranslation('problems');
  return (error) => {
    if (!(error instanceof ProblemError)) return { title: t('unexpected'), detail: error instanceof Error ? error.message : undefined };
    // Codes come from the server, so that not all are known here.
    const translate = (key: string) => (i18n.exists(key, { ns: 'problems' }) ? t(key as 'unexpected') : undefined);
    const byStatus = error.code.startsWith('http.') ? translate(`status.${error.status}`) : undefined;
    const title = translate(`codes.${error.code}`) ?? byStatus ?? (error.title || t('unexpected'));
    return { title, detail: error.detail === error.title ? undefined : error.detail };
  };
}
