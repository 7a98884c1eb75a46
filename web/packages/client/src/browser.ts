// The environment of a browser, or of Node: whatever of it is there.

import type { Environment, Socket, Timers, WakeCause } from './environment.ts';
import { pageStorage } from './storage.ts';
import type { ClientOptions } from './types.ts';

export const here = (scope: string, given: ClientOptions): Environment => {
  const timers = given.timers ?? (globalThis as unknown as Timers);
  const storage = given.storage ?? pageStorage;
  return {
    now: Date.now,
    random: Math.random,
    fetch: (input, init) => fetch(input, init),
    createSocket: (url, protocols) => new WebSocket(url, protocols) as Socket,
    onWake(wake) {
      const over = new AbortController();
      const on = (target: EventTarget, name: string, cause: WakeCause = 'visible') =>
        target.addEventListener(
          name,
          () => (cause !== name && document.hidden) || wake(cause),
          over,
        );
      if (typeof document !== 'undefined') {
        on(document, 'visibilitychange');
        on(window, 'pageshow');
        on(window, 'online', 'online');
        on(window, 'offline', 'offline');
      }
      return () => over.abort();
    },
    ...given,
    storage: typeof storage === 'function' ? storage(scope, timers) : storage,
    timers,
  };
};
