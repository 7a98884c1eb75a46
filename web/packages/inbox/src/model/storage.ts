/** Browser storage that never throws: blocked, full or absent storage is a map that the tab forgets. */
export interface Storage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function safeStorage(open: () => globalThis.Storage): Storage {
  const memory = new Map<string, string>();
  const attempt = <T>(work: (storage: globalThis.Storage) => T): T | undefined => {
    try {
      return work(open());
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    set(key, value) {
      const kept = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      });
      if (kept) memory.delete(key);
      else memory.set(key, value);
    },
    keys(prefix) {
      const kept = attempt((storage) => Object.keys(storage)) ?? [];
      const all = new Set([...kept, ...memory.keys()]);
      return [...all].filter((key) => key.startsWith(prefix));
    },
    remove(key) {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
  };
}

export const local = safeStorage(() => window.localStorage);
