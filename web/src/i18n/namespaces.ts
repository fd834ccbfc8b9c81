import { withMany, type Messages } from './plurals';

/** File name to namespace: 'tasks.json' is 'tasks'; 'workbench.image.json' and its like together are 'workbench'. */
export function namespaces(files: Readonly<Record<string, Messages>>): Record<string, Messages> {
  const all: Record<string, Messages> = {};
  for (const [file, content] of Object.entries(files)) {
    const name = file.slice(2, -5).split('.')[0]!;
    all[name] = { ...all[name], ...withMany(content) };
  }
  return all;
}
