import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormats, type Formats } from '../../lib/format';
import { toLanguage } from './languages';

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  // The language is the account's; how dates and numbers are written also depends on the country, which the browser knows.
  return useMemo(() => createFormats(navigator.languages.find((tag) => toLanguage(tag) === i18n.language) ?? i18n.language), [i18n.language]);
}
