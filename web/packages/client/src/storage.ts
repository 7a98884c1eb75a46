// Where the outbox is kept: localStorage, else the page's memory. `indexed.ts` has IndexedDB.

import type { OutboxStorage } from './environment.ts';

/** In anything that keeps strings by name: a Storage, or an object that lives as long as the page. */
export const storageIn = (scope: string, box: Record<string, string>): OutboxStorage => {
  const prefix = `walkie.outbox ${scope} `;
  return {
    load: async () =>
      Object.keys(box)
        .filter((key) => key.startsWith(prefix))
        .map((key) => JSON.parse(box[key] as string)),
    put: async (entry) => {
      box[prefix + entry.client_id] = JSON.stringify(entry);
    },
    remove: async (clientId) => {
      delete box[prefix + clientId];
    },
  };
};

export const pageStorage = (scope: string): OutboxStorage => {
  let box: Record<string, string> = {};
  try {
    const { localStorage: kept } = window;
    // A browser may show it and refuse to write.
    kept.setItem(scope, '');
    kept.removeItem(scope);
    box = kept;
  } catch {
    // Blocked, or not a browser.
  }
  return storageIn(scope, box);
};
