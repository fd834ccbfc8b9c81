import { path, send } from '../../../lib/http';

/** `contentJson` is JSON text already: a draft of ten thousand regions is not written twice. */
export async function saveDraft(project: string, task: string, draft: { readonly version: number; readonly contentJson: string }): Promise<void> {
  await send('PUT', path`/projects/${project}/tasks/${task}/draft`, {
    body: `{"version":${draft.version},"content":${draft.contentJson}}`, contentType: 'application/json', on401: 'fail',
  });
}
