import { useEffect, useState } from 'react';
import type { AnnotationContent, Ontology, TaskData } from '../../engine/model';
import { loadPlugin } from '../../workbench/registry';
import { prepareTask, type Prepared } from '../../workbench/shell/prepare';

export interface Viewed { readonly id: string; readonly task: string; readonly name: string; readonly data: TaskData; readonly content: AnnotationContent; readonly ontology: Ontology; mediaUrl(asset: string): string }

/** Something handed in earlier, to look at: ready to be put on screen in place of the work. */
export function useViewer(viewed: Viewed | undefined): Prepared | undefined {
  const [prepared, setPrepared] = useState<{ readonly of: Viewed; readonly prepared: Prepared }>();
  useEffect(() => {
    if (!viewed) return;
    const abort = new AbortController();
    let made: Prepared | undefined;
    prepareTask(
      { loadPlugin, ontology: () => Promise.resolve(viewed.ontology), mediaUrl: viewed.mediaUrl },
      { task: viewed.task, data: viewed.data, ontologyVersion: 0, mode: 'view', start: { content: viewed.content, origin: 'answer' }, draft: () => Promise.resolve(undefined) },
      abort.signal,
    ).then((p) => {
      if (abort.signal.aborted) return p.dispose();
      made = p;
      setPrepared({ of: viewed, prepared: p });
    }, () => undefined);
    return () => {
      abort.abort();
      setPrepared(undefined);
      if (made) setTimeout(() => made?.dispose(), 0);
    };
  }, [viewed]);
  return viewed && prepared?.of === viewed ? prepared.prepared : undefined;
}
