import type { FileReceipt } from '../../../lib/contracts';
import { path as route, send } from '../../../lib/http';

/** Sends one file; sending it again is safe. */
export async function sendFile(project: string, id: string, path: string, file: File, signal?: AbortSignal): Promise<FileReceipt> {
  const response = await send('PUT', route`/projects/${project}/imports/${id}/files`, {
    query: { path },
    body: file,
    contentType: file.type || 'application/octet-stream',
    signal,
  });
  return (await response.json()) as FileReceipt;
}
