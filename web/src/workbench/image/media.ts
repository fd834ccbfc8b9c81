import type { AssetReference, Ontology, TaskData } from '../../engine/model';
import type { MediaHandle, TaskView } from '../contract';

/** A decoded picture, upright. `width` and `height` are those that annotations are made in. */
export interface ImageMedia {
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** The picture, and halves of it: the browser's scaling of a large picture down is slow and rough. More come while it is shown. */
  readonly levels: readonly ImageBitmap[];
  /** Called when a level was added. */
  onLevel?: () => void;
}

const smallestLevelPx = 512;
const mostLevels = 4;

/** The asset that the image editor shows: that of the first image input. */
export function imageAsset(ontology: Ontology, data: TaskData): AssetReference | undefined {
  for (const input of ontology.inputs) {
    const value = data[input.name];
    if (input.kind === 'image' && typeof value === 'object' && value !== null && 'asset' in value) return value as AssetReference;
  }
  return undefined;
}

export async function loadImage(task: TaskView, signal: AbortSignal): Promise<MediaHandle<ImageMedia>> {
  const asset = imageAsset(task.ontology, task.data);
  if (!asset) throw new Error('The task has no image.');
  const response = await fetch(task.mediaUrl(asset.asset), { signal, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The image could not be loaded (${response.status}).`);
  const blob = await response.blob();
  signal.throwIfAborted();
  // Coordinates are those of the upright image, so the camera's orientation counts.
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  if (signal.aborted) {
    bitmap.close();
    signal.throwIfAborted();
  }
  return handleOf(bitmap, asset);
}

export function handleOf(bitmap: ImageBitmap, asset: Pick<AssetReference, 'name' | 'width' | 'height'>): MediaHandle<ImageMedia> {
  const levels = [bitmap];
  let disposed = false;
  const media: ImageMedia = { width: asset.width ?? bitmap.width, height: asset.height ?? bitmap.height, name: asset.name, levels };
  const makeLevels = async (): Promise<void> => {
    while (levels.length < mostLevels) {
      const last = levels.at(-1)!;
      if (Math.max(last.width, last.height) / 2 < smallestLevelPx) return;
      const half = await createImageBitmap(last, { resizeWidth: Math.max(1, last.width >> 1), resizeHeight: Math.max(1, last.height >> 1), resizeQuality: 'medium' });
      if (disposed) return half.close();
      levels.push(half);
      media.onLevel?.();
    }
  };
  // Without the smaller levels the picture is merely drawn more slowly.
  makeLevels().catch(() => undefined);
  return {
    media,
    dispose() {
      disposed = true;
      for (const level of levels) level.close();
    },
  };
}
