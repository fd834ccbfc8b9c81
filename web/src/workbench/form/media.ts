import type { InputDefinition, TaskData } from '../../engine/model';
import type { MediaHandle, TaskView } from '../contract';
import { assetOf } from '../shell/Inputs';

export interface FormMedia { readonly inputs: readonly InputDefinition[]; readonly data: TaskData; /** Decoded already, by input. */ readonly images: ReadonlyMap<string, string> }

/** Fetches and decodes the pictures, so that the form is complete in its first frame. */
export async function loadInputs(task: TaskView, signal: AbortSignal): Promise<MediaHandle<FormMedia>> {
  const images = new Map<string, string>();
  const dispose = (): void => images.forEach((url) => URL.revokeObjectURL(url));
  try {
    await Promise.all(task.ontology.inputs.filter((i) => i.kind === 'image').map(async ({ name }) => {
      const asset = assetOf(task.data[name]);
      if (!asset) return;
      const response = await fetch(task.mediaUrl(asset.asset), { signal });
      if (!response.ok) throw new Error(`The picture '${name}' was answered with ${response.status}.`);
      const url = URL.createObjectURL(await response.blob());
      images.set(name, url);
      const image = new Image();
      image.src = url;
      await image.decode();
    }));
  } catch (error) {
    dispose();
    throw error;
  }
  return { media: { inputs: task.ontology.inputs, data: task.data, images }, dispose };
}
