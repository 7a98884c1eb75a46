// When to come back, and when to stay away.

/** H4. `failures` in a row before this wait; `fixed` is the original's constant delay. */
export const backoff = (failures: number, random: () => number, fixed?: number) =>
  fixed ?? (failures ? 500 + random() * Math.min(20_000, 500 * 2 ** failures) : 0);

/** Close codes that will not get better by trying again; all others reconnect. */
export const staysAway = (code: number) =>
  Math.floor(code / 100) === 45 || [1002, 1003, 1007, 1008, 1009].includes(code);

/** Answers after which the same request may succeed later; 0 is no answer at all. */
export const passes = (status: number) => status >= 500 || [0, 408, 425, 429].includes(status);
