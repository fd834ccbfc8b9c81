import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ProjectDetail } from '../../lib/contracts';
import { apiUrl, path } from '../../lib/http';
import { loadPlugin } from '../../workbench/registry';
import { Desk, type DeskKind } from '../../workbench/shell/desk';
import { openLocalWork } from '../../workbench/shell/localWork';
import type { Claimed, QueueWire } from '../../workbench/shell/queue';
import { TabLock } from '../../workbench/shell/tabLock';
import { ontologyQuery } from '../../lib/api/ontologyQuery';
import { outboxWire } from './api/sendEntry';

interface DeskInit<C extends Claimed> {
  /** 'label' or 'review': each has its own queue and its own tab. */
  readonly name: string;
  readonly person: string | undefined;
  readonly project: ProjectDetail | undefined;
  readonly wire: QueueWire<C>;
  readonly kind: DeskKind<C>;
}

/** The desk of this page: opened when person and project are known, put away when the page is left. */
export function useDesk<C extends Claimed>(init: DeskInit<C>): Desk<C> | undefined {
  const { name, person, project, wire, kind } = init;
  const client = useQueryClient();
  const [desk, setDesk] = useState<Desk<C>>();
  const projectId = project?.id;

  useEffect(() => {
    if (person === undefined || project === undefined) return;
    let closed = false;
    let opened: Desk<C> | undefined;
    void openLocalWork(person, outboxWire).then(({ store, outbox }) => {
      if (closed) return;
      opened = new Desk<C>({
        project: project.id, store, outbox, wire, kind, loadPlugin,
        ontology: async (version) => (version === project.ontologyVersion ? project.ontology : (await client.ensureQueryData(ontologyQuery(project.id, version))).ontology),
        mediaUrl: (asset) => apiUrl(path`/projects/${project.id}/assets/${asset}`),
        lock: (beforeLettingGo) => new TabLock(`cloison-${name}-${person}-${project.id}`, beforeLettingGo),
      });
      setDesk(opened);
    });
    return () => {
      closed = true;
      opened?.close();
      setDesk(undefined);
    };
    // A changed project (its name, its counts) is not a reason to put the work away.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [person, projectId, name, client]);

  useEffect(() => {
    if (!desk) return;
    const onInput = (): void => desk.input();
    const onVisibility = (): void => desk.visibility(document.visibilityState === 'visible');
    const onPageHide = (): void => desk.flush();
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const name of events) window.addEventListener(name, onInput, { passive: true, capture: true });
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onPageHide);
    return () => {
      for (const name of events) window.removeEventListener(name, onInput, { capture: true });
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onPageHide);
    };
  }, [desk]);
  return desk;
}
