import type { RowsPreview } from '../../../lib/contracts';
import { path, send } from '../../../lib/http';

const headBytes = 262_144;

/** Reads the head of a rows file; nothing is stored. */
export async function previewRows(project: string, file: File): Promise<RowsPreview> {
  const response = await send('POST', path`/projects/${project}/imports/preview`, {
    query: { name: file.name },
    body: file.slice(0, headBytes),
    contentType: 'application/octet-stream',
  });
  return (await response.json()) as RowsPreview;
}
