// When to come back, and when to stay away.

/** H4. `failures` in a row before this wait; `fixed` is the original's constant delay. */
export const backoff = (failures: number, random: () => number, fixed?: number) =>
  fixed ?? (failures < 1 ? 0 : 500 + random() * Math.min(20_000, 500 * 2 ** failures));

/** Close codes that will not get better by trying again; all others reconnect. */
export const staysAway = (code: number) =>
  (code >= 4500 && code < 4600) || [1002, 1003, 1007, 1008, 1009].includes(code);

/** The wait in ms that a close code asks for. */
export const namedWait = (code: number) => (code === 4005 ? 10_000 : undefined);

/** Answers after which the same request may succeed later; 0 is no answer at all. */
export const passes = (status: number) =>
  status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
