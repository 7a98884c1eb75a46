// When to come back, and when to stay away.

/** H4b. `failures` in a row before this wait; `fixed` is the original's constant delay. */
export const backoff = (failures: number, random: () => number, fixed?: number) =>
  fixed ?? (failures ? 500 + random() * Math.min(20_000, 500 * 2 ** failures) : 0);

/** Answers after which the same request may succeed later; 0 is no answer at all. */
export const passes = (status: number) => status >= 500 || [0, 408, 425, 429].includes(status);
