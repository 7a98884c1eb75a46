// The environment of a browser, or of Node: whatever of it is there.

import type { Broadcast, Environment, Socket } from './environment.ts';
import { bestStorage, memoryStorage } from './storage.ts';

export const here = (scope: string, given: Partial<Environment>): Environment => {
  const page = typeof document === 'undefined' ? undefined : document;
  const timers = given.timers ?? {
    setTimeout: (callback, ms) => setTimeout(callback, ms),
    clearTimeout: (handle) => clearTimeout(handle as number),
  };
  const locks = page && (navigator.locks as unknown as Environment['locks']);
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    fetch: (input, init) => fetch(input, init),
    createSocket: (url, protocols) => new WebSocket(url, protocols) as Socket,
    storage: given.storage ?? (page ? bestStorage(scope, timers) : memoryStorage()),
    locks: locks ?? null,
    createBroadcast:
      page && typeof BroadcastChannel !== 'undefined'
        ? (name) => new BroadcastChannel(name) as Broadcast
        : null,
    onWake(wake) {
      if (!page) return () => {};
      const visible = () => page.visibilityState === 'visible' && wake('visible');
      const online = () => wake('online');
      const offline = () => wake('offline');
      const events: [EventTarget, string, () => void][] = [
        [page, 'visibilitychange', visible],
        [window, 'pageshow', visible],
        [window, 'online', online],
        [window, 'offline', offline],
      ];
      for (const [target, name, listener] of events) target.addEventListener(name, listener);
      return () => {
        for (const [target, name, listener] of events) target.removeEventListener(name, listener);
      };
    },
    ...given,
    timers,
  };
};
