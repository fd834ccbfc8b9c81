import { path, send } from '../../../lib/http';

/** Stores an image for the instructions. */
export async function addAsset(project: string, file: File): Promise<{ id: string }> {
  const response = await send('POST', path`/projects/${project}/assets`, { body: file, contentType: file.type || 'application/octet-stream' });
  return (await response.json()) as { id: string };
}
