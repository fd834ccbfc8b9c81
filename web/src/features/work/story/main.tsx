import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import ReviewPage from '../ReviewPage';
import WorkPage from '../WorkPage';
import { installFakeServer } from './fakeServer';

/** Both pages with a server in the page: open /src/features/work/story/index.html?page=review&kind=text&theme=dark&lng=fr under `npm run dev`. */
const query = new URLSearchParams(location.search);
const language = query.get('lng') === 'fr' ? 'fr' : 'en';
const files = import.meta.glob<Record<string, unknown>>('../../../i18n/*/workbench.*.json', { eager: true, import: 'default' });
const messages = Object.entries(files).filter(([file]) => file.includes(`/i18n/${language}/`)).reduce((all, [, part]) => ({ ...all, ...part }), {});

installFakeServer();
// The real app's theme, where it is there.
const themes = import.meta.glob<{ theme: object; cssVariables: () => { variables: Record<string, string>; light: Record<string, string>; dark: Record<string, string> } }>('../../../app/theme.ts');
await i18next.use(initReactI18next).init({ lng: language, ns: ['workbench'], defaultNS: 'workbench', resources: { [language]: { workbench: messages } }, interpolation: { escapeValue: false } });
const house = await Object.values(themes)[0]?.();
document.documentElement.lang = language;
const Page = query.get('page') === 'review' ? ReviewPage : WorkPage;

createRoot(document.getElementById('root')!).render(
  <MantineProvider forceColorScheme={query.get('theme') === 'dark' ? 'dark' : 'light'} {...(house && { theme: house.theme, cssVariablesResolver: house.cssVariables })}>
    <QueryClientProvider client={new QueryClient()}>
      <Page projectId="prj_1" />
    </QueryClientProvider>
  </MantineProvider>,
);
