import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { byAge, type LocalDraft, type LocalStore, type OutboxEntry } from './localStore';

/** `at` is person + NUL + key. The rest is encrypted: a stolen profile folder gives away no customer's content while the key is gone. */
interface Sealed { readonly at: string; readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer }

interface Schema extends DBSchema {
  /** AES-GCM keys that no script can read out, one a person. */
  keys: { key: string; value: CryptoKey };
  drafts: { key: string; value: Sealed };
  outbox: { key: string; value: Sealed };
}

const name = 'cloison-work';

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('keys');
      db.createObjectStore('drafts', { keyPath: 'at' });
      db.createObjectStore('outbox', { keyPath: 'at' });
    },
  });

/** Drafts and the outbox in IndexedDB, encrypted for one person. Every write is complete when its promise resolves. */
export class IdbStore implements LocalStore {
  readonly #db: IDBPDatabase<Schema>;
  readonly #key: CryptoKey;
  readonly #person: string;

  private constructor(db: IDBPDatabase<Schema>, key: CryptoKey, person: string) {
    this.#db = db;
    this.#key = key;
    this.#person = person;
  }

  static async open(person: string): Promise<IdbStore> {
    const db = await open();
    const known = await db.get('keys', person);
    if (known) return new IdbStore(db, known, person);
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    // Another tab may have made one in the meantime: the first counts.
    const tx = db.transaction('keys', 'readwrite');
    const first = (await tx.store.get(person)) ?? made;
    await tx.store.put(first, person);
    await tx.done;
    // Asks the browser not to throw the work away when the disk fills; a refusal changes nothing.
    void navigator.storage?.persist?.().catch(() => false);
    return new IdbStore(db, first, person);
  }

  async draft(key: string): Promise<LocalDraft | undefined> {
    return this.#unseal<LocalDraft>(await this.#db.get('drafts', this.#at(key)));
  }

  async putDraft(draft: LocalDraft): Promise<void> {
    const sealed = await this.#seal(draft.key, draft);
    const tx = this.#db.transaction('drafts', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.put(sealed), tx.done]);
  }

  async removeDraft(key: string): Promise<void> { await this.#db.delete('drafts', this.#at(key)); }

  async entries(): Promise<OutboxEntry[]> {
    const sealed = await this.#db.getAll('outbox', IDBKeyRange.bound(this.#at(''), this.#at('\uffff')));
    const entries = await Promise.all(sealed.map((s) => this.#unseal<OutboxEntry>(s)));
    return entries.filter((e) => e !== undefined).sort(byAge);
  }

  async entry(id: string): Promise<OutboxEntry | undefined> {
    return this.#unseal<OutboxEntry>(await this.#db.get('outbox', this.#at(id)));
  }

  async putEntry(entry: OutboxEntry, finishedDraft?: string): Promise<void> {
    // Encrypted first: a transaction ends by itself while a promise of another kind is awaited.
    const sealed = await this.#seal(entry.id, entry);
    const tx = this.#db.transaction(['outbox', 'drafts'], 'readwrite', { durability: 'strict' });
    await Promise.all([
      tx.objectStore('outbox').put(sealed),
      finishedDraft === undefined ? undefined : tx.objectStore('drafts').delete(this.#at(finishedDraft)),
      tx.done,
    ]);
  }

  async removeEntry(id: string): Promise<void> { await this.#db.delete('outbox', this.#at(id)); }

  close(): void { this.#db.close(); }

  #at(key: string): string { return `${this.#person}\u0000${key}`; }

  async #seal(key: string, value: unknown): Promise<Sealed> {
    const at = this.#at(key);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const encoder = new TextEncoder();
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(at) }, this.#key, encoder.encode(JSON.stringify(value)));
    return { at, iv, data };
  }

  /** Undefined also for what another key wrote: it cannot be read by anybody any more. */
  async #unseal<T>(sealed: Sealed | undefined): Promise<T | undefined> {
    if (!sealed) return undefined;
    try {
      const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: new TextEncoder().encode(sealed.at) }, this.#key, sealed.data);
      return JSON.parse(new TextDecoder().decode(bytes)) as T;
    } catch {
      return undefined;
    }
  }
}

/** How many answers of a person are on this device only. To be asked before signing out. */
export async function unsentAnswers(person: string): Promise<number> {
  const db = await open();
  try {
    return await db.count('outbox', IDBKeyRange.bound(`${person}\u0000`, `${person}\u0000\uffff`));
  } finally {
    db.close();
  }
}

/**
 * Takes a person's work off this device, on signing out. Drafts are on the server too. Answers that could not be sent are nowhere else:
 * they stay, encrypted, until this person signs in here again and they are sent; else the key goes first, without which the rest is noise.
 */
export async function eraseLocalWork(person: string): Promise<void> {
  const db = await open();
  try {
    const all = IDBKeyRange.bound(`${person}\u0000`, `${person}\u0000\uffff`);
    const tx = db.transaction(['keys', 'drafts', 'outbox'], 'readwrite');
    if ((await tx.objectStore('outbox').count(all)) === 0) await tx.objectStore('keys').delete(person);
    await tx.objectStore('drafts').delete(all);
    await tx.done;
  } finally {
    db.close();
  }
}
