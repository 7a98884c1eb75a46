// The outbox in IndexedDB, which has room for much. An entry of its own; where the
// browser blocks it, localStorage or memory serve. Each access is guarded: it may be blocked any time.

import type { OutboxEntry, OutboxStorage, Timers } from './environment.ts';
import { isEntry, pageStorage } from './index.ts';

const PATIENCE_MS = 2000;

const settled = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

type Log = (line: string, detail?: unknown) => void;

const open = async (scope: string, factory: IDBFactory, log: Log): Promise<OutboxStorage> => {
  const opening = factory.open('walkie', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('outbox');
  const database = await settled(opening);
  database.onversionchange = () => database.close();
  const run = <T>(mode: IDBTransactionMode, act: (box: IDBObjectStore) => IDBRequest<T>) =>
    settled(act(database.transaction('outbox', mode).objectStore('outbox')));
  const mine = IDBKeyRange.bound([scope], [scope, []]);
  await run('readonly', (box) => box.count(mine));
  /** Reads the entries one by one. A value that is not an entry is moved to another key. */
  const readAll = async () => {
    const box = database.transaction('outbox', 'readonly').objectStore('outbox');
    const [keys, values] = await Promise.all([
      settled(box.getAllKeys(mine)),
      settled<unknown[]>(box.getAll(mine)),
    ]);
    const entries: OutboxEntry[] = [];
    for (const [index, value] of values.entries()) {
      const key = keys[index] as IDBValidKey[];
      if (isEntry(value)) entries.push(value);
      else {
        log('a stored entry cannot be read; kept aside', key);
        const aside = [`unreadable ${scope}`, key[1] as IDBValidKey];
        await run('readwrite', (all) => all.put(value, aside));
        await run('readwrite', (all) => all.delete(key));
      }
    }
    return entries;
  };
  return {
    load: readAll,
    put: async (entry) => {
      await run('readwrite', (box) => box.put(entry, [scope, entry.client_id]));
    },
    remove: (clientId) => run('readwrite', (box) => box.delete([scope, clientId])),
  };
};

/**
 * For `createClient({ storage })`. Uses the best storage that works. A write to IndexedDB is lost when
 * the page is left before it ends, so an entry stays in localStorage until IndexedDB has it.
 */
export const indexedStorage = (
  scope: string,
  timers: Timers,
  log: Log = () => {},
): OutboxStorage => {
  const quick = pageStorage(scope, timers, log);
  const blocked = new Promise<never>((_, reject) => timers.setTimeout(reject, PATIENCE_MS));
  const opened = Promise.race([
    (async () => open(scope, globalThis.indexedDB, log))(),
    blocked,
  ]).catch(() => undefined);
  return {
    // The outbox takes the first of two entries with one id: the one in localStorage is newer.
    load: async () => {
      // In this order, because entries move from localStorage to IndexedDB.
      const early = await quick.load();
      const database = await opened;
      const rest = await database?.load().catch((error) => log('storage not read', error));
      return [...early, ...(rest ?? [])];
    },
    put: async (entry) => {
      const [[written], database] = await Promise.all([
        Promise.allSettled([quick.put(entry)]),
        opened,
      ]);
      if (database) {
        await database.put(entry);
        await quick.remove(entry.client_id);
      } else if (written.status === 'rejected') throw written.reason;
    },
    remove: async (clientId) => {
      await quick.remove(clientId);
      await (await opened)?.remove(clientId);
    },
  };
};
