import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { finishImport } from './api/finishImport';
import { importQuery } from './api/importQuery';
import { listReceivedFiles } from './api/listReceivedFiles';
import { sendFile } from './api/sendFile';
import type { FoundFile } from './collectFiles';
import { Upload, type UploadView } from './upload';

// By import: they outlive the page that started them, until the tab closes.
const uploads = new Map<string, Upload>();
const listeners = new Set<() => void>();

window.addEventListener('beforeunload', (event) => {
  if ([...uploads.values()].some((upload) => upload.getView().state === 'sending')) event.preventDefault();
});

/** Sends files to an import, after asking the server which it has already; finishes the import when all are there. */
export async function sendAll(project: string, id: string, files: readonly FoundFile[], queries: QueryClient): Promise<void> {
  let upload = uploads.get(id);
  if (upload === undefined) {
    const received: string[] = [];
    for await (const receipt of listReceivedFiles(project, id)) received.push(receipt.path);
    upload = new Upload(
      (path, file, signal) => sendFile(project, id, path, file, signal),
      received,
      () => {
        finishImport(project, id).then(
          () => queries.invalidateQueries({ queryKey: ['project', project] }),
          // The page shows the import as still receiving, with a button to finish it.
          () => queries.invalidateQueries({ queryKey: importQuery(project, id).queryKey }),
        );
      },
    );
    uploads.set(id, upload);
    listeners.forEach((listener) => listener());
  }
  upload.add(files);
}

export const retryFailed = (id: string) => uploads.get(id)?.retryFailed();

export function stopUpload(id: string) {
  uploads.get(id)?.stop();
  uploads.delete(id);
  listeners.forEach((listener) => listener());
}

const nothing = () => undefined;

/** How the upload of an import stands; undefined when this tab is not sending to it. */
export function useUpload(id: string): UploadView | undefined {
  const upload = useSyncExternalStore(
    (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    () => uploads.get(id),
  );
  return useSyncExternalStore(upload?.subscribe ?? (() => nothing), upload?.getView ?? nothing);
}
