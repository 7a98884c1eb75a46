// The environment of a browser, or of Node: whatever of it is there.

import type { Environment, Socket, Timers } from './environment.ts';
import { pageStorage } from './storage.ts';
import type { ClientOptions } from './types.ts';

export const here = (
  scope: string,
  given: ClientOptions,
  log: (line: string, detail?: unknown) => void,
): Environment => {
  const { timers = globalThis as unknown as Timers, storage = pageStorage } = given;
  return {
    now: Date.now,
    random: Math.random,
    fetch,
    createSocket: (url, protocols) => new WebSocket(url, protocols) as Socket,
    onWake(wake) {
      const over = new AbortController();
      for (const cause of ['visibilitychange', 'pageshow', 'online', 'offline'] as const)
        globalThis.addEventListener?.(
          cause,
          () => (cause === 'visibilitychange' && document.hidden) || wake(cause),
          over,
        );
      return () => over.abort();
    },
    ...given,
    storage: storage(scope, timers, log),
    timers,
  };
};
