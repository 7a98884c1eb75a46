// One thing that is due later: set again, it replaces what was due before.

import type { Timers } from './environment.ts';

export const createTimer = (timers: Timers) => {
  let handle: unknown;
  const stop = () => {
    timers.clearTimeout(handle);
    handle = undefined;
  };
  return {
    due: () => handle !== undefined,
    stop,
    set(act: () => void, ms: number) {
      stop();
      handle = timers.setTimeout(() => {
        handle = undefined;
        act();
      }, ms);
    },
  };
};

export type Timer = ReturnType<typeof createTimer>;
