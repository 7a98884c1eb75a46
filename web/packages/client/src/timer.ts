// One timer: setting it again replaces what was set before.

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
