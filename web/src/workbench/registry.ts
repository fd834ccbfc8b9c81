import type { Editor } from '../engine/model';
import type { EditorPlugin } from './contract';

const modules = import.meta.glob<{ default: EditorPlugin }>(['./image/plugin.tsx', './text/plugin.tsx', './form/plugin.tsx']);

const loaders: { readonly [K in Editor]: string } = {
  image: './image/plugin.tsx',
  text: './text/plugin.tsx',
  form: './form/plugin.tsx',
};

const loaded = new Map<Editor, Promise<EditorPlugin>>();

/** The editor for a kind of task; its code is fetched once, when it is first wanted. */
export function loadPlugin(editor: Editor): Promise<EditorPlugin> {
  const known = loaded.get(editor);
  if (known) return known;
  const load = modules[loaders[editor]];
  const plugin = load ? load().then((m) => m.default) : Promise.reject(new Error(`There is no editor '${editor}'.`));
  loaded.set(editor, plugin);
  // A failed download is tried again, not remembered.
  plugin.catch(() => loaded.delete(editor));
  return plugin;
}
