import type { FileReceipt, Page } from '../../../lib/contracts';
import { get, path } from '../../../lib/http';

/** What the server has of an import, page by page. */
export async function* listReceivedFiles(project: string, id: string, signal?: AbortSignal): AsyncGenerator<FileReceipt> {
  for (let cursor: string | undefined; ; ) {
    const page: Page<FileReceipt> = await get(path`/projects/${project}/imports/${id}/files`, { query: { cursor }, signal });
    yield* page.items;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}
