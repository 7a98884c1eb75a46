// The outbox in IndexedDB, which has room for much. An entry of its own; where the
// browser blocks it, localStorage or memory serve. Each access is guarded: it may be blocked any time.

import type { OutboxStorage, Timers } from './environment.ts';
import { pageStorage } from './index.ts';

const PATIENCE_MS = 2000;

const settled = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = async (scope: string, factory: IDBFactory): Promise<OutboxStorage> => {
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

/**
 * For `createClient({ storage })`. The best that works here. IndexedDB takes its time, and a page that
 * is left takes what is under way with it: until it says that it has an entry, localStorage has it.
 */
export const indexedStorage = (scope: string, timers: Timers): OutboxStorage => {
  const quick = pageStorage(scope);
  const blocked = new Promise<never>((_, reject) => timers.setTimeout(reject, PATIENCE_MS));
  const opened = Promise.race([(async () => open(scope, globalThis.indexedDB))(), blocked]).catch(
    () => undefined,
  );
  return {
    // The outbox takes the first of two: what is still on its way is the newer.
    load: async () => [...(await quick.load()), ...((await (await opened)?.load()) ?? [])],
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
