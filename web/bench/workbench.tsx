/* The image workbench by itself, with a painted street. ?theme=dark&lang=fr&mode=review&n=5000 */
import '@mantine/core/styles.css';
import { MantineProvider, createTheme } from '@mantine/core';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { bindCommands, HotkeyDispatcher, runCommand, type Issue } from '../src/engine/core';
import type { ImageCore } from '../src/engine/image';
import { attachHotkeys, keyLabelsOf } from '../src/workbench/hotkeys';
import { handleOf, type ImageMedia } from '../src/workbench/image/media';
import { loadPlugin } from '../src/workbench/registry';
import type { Comment, EditorPlugin, PanelProps } from '../src/workbench/contract';
import { crowd, ontology, paintStreet, size, street } from './scene';

const query = new URLSearchParams(location.search);
const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
const files = import.meta.glob<{ default: Record<string, unknown> }>('../src/i18n/*/workbench.*.json', { eager: true });
const resources: Record<string, { workbench: Record<string, unknown> }> = {};
for (const [path, file] of Object.entries(files)) {
  const language = path.split('/').at(-2)!;
  resources[language] = { workbench: { ...resources[language]?.workbench, ...file.default } };
}
await i18next.use(initReactI18next).init({ lng: query.get('lang') ?? 'en', fallbackLng: 'en', ns: ['workbench'], resources, interpolation: { escapeValue: false } });

const plugin = (await loadPlugin('image')) as unknown as EditorPlugin<ImageCore, ImageMedia>;
const n = Number(query.get('n') ?? 0);
const dimensions = n > 0 ? { width: 4000, height: 3000 } : size;
const { media } = handleOf(await createImageBitmap(paintStreet(dimensions.width, dimensions.height)), { name: 'street.jpg', ...dimensions });
const review = query.get('mode') === 'review';
const content = n > 0 ? { regions: crowd(n, dimensions.width, dimensions.height) } : street;
const fixed = review ? {
  ...street,
  regions: street.regions!.filter((r) => r.id !== 'p1').map((r) => (r.id === 'c1' ? { ...r, shape: { kind: 'box', x: 412, y: 596, width: 285, height: 160 } as const } : r)).concat({ id: 'new', class: 'truck', shape: { kind: 'box', x: 800, y: 700, width: 90, height: 60 } }),
} : content;
const core = plugin.createCore({ ontology, content: fixed, media, mode: review ? 'review' : 'label' });
const comments: Comment[] = review ? [{ id: 'k1', regionId: 'c1', text: 'The mirror is missing.', resolved: false }, { id: 'k2', x: 1200, y: 300, text: 'One building or two?', resolved: true }] : [];
Object.assign(window, { core });

const bound = bindCommands(core, plugin.commands(ontology));
const keys = new HotkeyDispatcher();
keys.add({ commands: bound });

function Story() {
  const [issues, setIssues] = useState<Issue[]>([]);
  useEffect(() => attachHotkeys(keys), []);
  useEffect(() => core.doc.subscribe(() => setIssues((shown) => (shown.length > 0 ? core.check() : shown))), []);
  const props: PanelProps<ImageCore> = {
    core, issues,
    keyLabel: keyLabelsOf(keys),
    run: (id) => void runCommand(bound, id),
  };
  const { Toolbar, Outliner, Inspector } = plugin.Panels;
  const border = '1px solid var(--mantine-color-default-border)';
  return (
    <div style={{ height: '100dvh', display: 'grid', gridTemplate: '41px 1fr / 232px 1fr 264px', background: 'var(--mantine-color-body)' }}>
      <header style={{ gridColumn: '1 / -1', borderBottom: border }}>{Toolbar && <Toolbar {...props} />}</header>
      <aside style={{ borderInlineEnd: border, minHeight: 0 }}>{Outliner && <Outliner {...props} />}</aside>
      <main style={{ minWidth: 0, minHeight: 0 }}><plugin.View core={core} media={media} comments={comments} compareWith={review ? street : undefined} /></main>
      <aside style={{ borderInlineStart: border, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <div style={{ flex: 1, minHeight: 0 }}>{Inspector && <Inspector {...props} />}</div>
        <button type="button" style={{ margin: 12 }} onClick={() => setIssues(core.check())}>Check</button>
      </aside>
    </div>
  );
}

createRoot(document.getElementById('root')!).render(
  <I18nextProvider i18n={i18next}>
    <MantineProvider forceColorScheme={theme} theme={createTheme({ primaryShade: { light: 8, dark: 8 }, autoContrast: true })}>
      <Story />
    </MantineProvider>
  </I18nextProvider>,
);
