// When to come back, and when to stay away.

/** H4. `failures` in a row before this wait; `fixed` is the original's constant delay. */
export const backoff = (failures: number, random: () => number, fixed?: number) =>
  fixed ?? (failures ? 500 + random() * Math.min(20_000, 500 * 2 ** failures) : 0);

/** Close codes by which the server has decided about who asks; all others come back. */
export const staysAway = (code: number) => Math.floor(code / 100) === 45 && !isOurFault(code);

/** Close codes after something that this side sent, or too much of it: come back, not for ever. */
export const isOurFault = (code: number) =>
  [1002, 1003, 1007, 1008, 1009, 4504, 4505].includes(code);

/** Answers after which the same request may succeed later; 0 is no answer at all. */
export const passes = (status: number) => status >= 500 || [0, 408, 425, 429].includes(status);
