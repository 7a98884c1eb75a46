// What stands between the core and the framework that draws it. A snapshot is computed when it is
// asked for and kept until touch(); listeners are called once per turn of the event loop.

import type { Store } from './types.ts';

export interface Touchable<T> extends Store<T> {
  touch(): void;
}

export const createStore = <T>(compute: () => T): Touchable<T> => {
  const listeners = new Set<() => void>();
  let snapshot: T;
  let dirty = true;
  let told = true;
  return {
    getSnapshot() {
      if (dirty) {
        dirty = false;
        snapshot = compute();
      }
      return snapshot;
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    touch() {
      dirty = true;
      if (!told) return;
      told = false;
      queueMicrotask(() => {
        told = true;
        for (const listener of [...listeners]) listener();
      });
    },
  };
};
