import { IdbStore } from './idbStore';
import { MemoryStore, type LocalStore } from './localStore';
import { Outbox, type OutboxWire } from './outbox';

/** What one person has on this device: the store and the outbox, shared by all pages of this tab. */
export interface LocalWork { readonly store: LocalStore; readonly outbox: Outbox; /** False in a browser that stores nothing: work is then safe only once it is sent. */ readonly durable: boolean }

const opened = new Map<string, Promise<LocalWork>>();

export function openLocalWork(person: string, wire: OutboxWire): Promise<LocalWork> {
  const known = opened.get(person);
  if (known) return known;
  const work = open(person, wire);
  opened.set(person, work);
  return work;
}

async function open(person: string, wire: OutboxWire): Promise<LocalWork> {
  let durable = true;
  let store: LocalStore;
  try {
    store = await IdbStore.open(person);
  } catch {
    durable = false;
    store = new MemoryStore();
  }
  const outbox = new Outbox(store, wire, {
    exclusive: (work) => ('locks' in navigator ? navigator.locks.request(`cloison-outbox-${person}`, work) : work()),
  });
  window.addEventListener('online', () => outbox.wake());
  await outbox.start();
  return { store, outbox, durable };
}
