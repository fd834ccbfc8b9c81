import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Messages } from '../../i18n/plurals';
import { directionOf, preferredLanguage, rememberLanguage, type LanguageId } from './languages';

type Namespaces = Record<string, Messages>;

// One chunk a language; a new namespace is a new file in i18n/<language>/ and a line in i18next.d.ts.
const loaders: Record<LanguageId, () => Promise<{ messages: Namespaces }>> = {
  en: () => import('../../i18n/en/index'),
  fr: () => import('../../i18n/fr/index'),
};

async function load(id: LanguageId) {
  if (i18next.hasResourceBundle(id, 'common')) return;
  const { messages } = await loaders[id]();
  for (const [namespace, content] of Object.entries(messages)) i18next.addResourceBundle(id, namespace, content);
}

export async function startI18n() {
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    ns: ['common'],
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await changeLanguage(language);
}

export async function changeLanguage(id: LanguageId) {
  await load(id);
  await i18next.changeLanguage(id);
  document.documentElement.lang = id;
  document.documentElement.dir = directionOf(id);
  rememberLanguage(id);
}
