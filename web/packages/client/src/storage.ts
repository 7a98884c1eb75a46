// Where the outbox is kept: localStorage, else the page's memory. `indexed.ts` has IndexedDB.

import { isEntry } from './entry.ts';
import type { OutboxEntry, OutboxStorage } from './environment.ts';

type Log = (line: string, detail?: unknown) => void;

/** Reads the entries one by one. A value that is not an entry is kept under another key. */
const readEntry = (text: string): OutboxEntry | undefined => {
  try {
    const entry = JSON.parse(text);
    return isEntry(entry) ? entry : undefined;
  } catch {
    return;
  }
};

/** In anything that keeps strings by name: a Storage, or an object that lives as long as the page. */
export const storageIn = (
  scope: string,
  box: Record<string, string>,
  log: Log = () => {},
): OutboxStorage => {
  const prefix = `walkie.outbox ${scope} `;
  const setAside = (key: string, text: string) => {
    log('a stored entry cannot be read; kept aside', key);
    try {
      box[key.replace('outbox', 'unreadable')] = text;
      delete box[key];
    } catch {
      // The storage is full: leave it where it is.
    }
  };
  return {
    load: async () =>
      Object.keys(box)
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => {
          const text = box[key] as string;
          const entry = readEntry(text);
          if (!entry) setAside(key, text);
          return entry ?? [];
        }),
    put: async (entry) => {
      box[prefix + entry.client_id] = JSON.stringify(entry);
    },
    remove: async (clientId) => {
      delete box[prefix + clientId];
    },
  };
};

export const pageStorage = (scope: string, _timers?: unknown, log?: Log): OutboxStorage => {
  let box: Record<string, string> = {};
  try {
    const { localStorage: kept } = window;
    // A browser may have localStorage and refuse to write.
    kept.setItem(scope, '');
    kept.removeItem(scope);
    box = kept;
  } catch {
    // Blocked, or not a browser.
  }
  return storageIn(scope, box, log);
};
