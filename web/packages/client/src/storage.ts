// The outbox's storage: IndexedDB, else localStorage, else memory. Each access is guarded, because a
// browser may block any of them at any time.

import type { OutboxEntry, OutboxStorage, Timers } from './environment.ts';

export const memoryStorage = (): OutboxStorage => {
  const entries = new Map<string, OutboxEntry>();
  return {
    load: async () => [...entries.values()],
    put: async (entry) => void entries.set(entry.client_id, entry),
    remove: async (clientId) => void entries.delete(clientId),
  };
};

/** Throws where localStorage is blocked. */
export const localStorageStorage = (scope: string, box: Storage): OutboxStorage => {
  const prefix = `walkie.outbox ${scope} `;
  box.setItem(prefix, '');
  box.removeItem(prefix);
  return {
    load: async () =>
      Object.keys(box)
        .filter((key) => key.startsWith(prefix))
        .map((key) => JSON.parse(box.getItem(key) ?? '') as OutboxEntry),
    put: async (entry) => box.setItem(prefix + entry.client_id, JSON.stringify(entry)),
    remove: async (clientId) => box.removeItem(prefix + clientId),
  };
};

const settled = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const indexedDbStorage = async (
  scope: string,
  factory: IDBFactory,
): Promise<OutboxStorage> => {
  const opening = factory.open('walkie', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('outbox');
  const database = await settled(opening);
  database.onversionchange = () => database.close();
  const run = <T>(mode: IDBTransactionMode, act: (box: IDBObjectStore) => IDBRequest<T>) =>
    settled(act(database.transaction('outbox', mode).objectStore('outbox')));
  const mine = IDBKeyRange.bound([scope], [scope, []]);
  await run('readonly', (box) => box.count(mine));
  return {
    load: () => run('readonly', (box) => box.getAll(mine)),
    put: async (entry) => {
      await run('readwrite', (box) => box.put(entry, [scope, entry.client_id]));
    },
    remove: (clientId) => run('readwrite', (box) => box.delete([scope, clientId])),
  };
};

/** The best that works here; what fails later falls back to memory without losing the page's own. */
export const bestStorage = (scope: string, timers: Timers): OutboxStorage => {
  const memory = memoryStorage();
  const blocked = new Promise<never>((_, reject) => timers.setTimeout(reject, 2000));
  const opened = Promise.race([
    (async () => indexedDbStorage(scope, globalThis.indexedDB))(),
    blocked,
  ])
    .catch(() => localStorageStorage(scope, globalThis.localStorage))
    .catch(() => memory);
  return {
    load: async () => (await opened).load(),
    put: async (entry) => (await opened).put(entry),
    remove: async (clientId) => (await opened).remove(clientId),
  };
};
