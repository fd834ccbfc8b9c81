import type { TextSource } from '../../engine/text';
import type { MediaHandle, TaskView } from '../contract';

export interface TextMedia { readonly sources: readonly TextSource[] }

/** The texts came with the task: there is nothing to fetch. */
export function loadTexts(task: TaskView): Promise<MediaHandle<TextMedia>> {
  const sources = task.ontology.inputs
    .filter((i) => i.kind === 'text')
    .flatMap((i): TextSource[] => {
      const text = task.data[i.name];
      return typeof text === 'string' ? [{ name: i.name, title: i.title, text }] : [];
    });
  return Promise.resolve({ media: { sources }, dispose() {} });
}
