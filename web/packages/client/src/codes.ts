// What a client does after a close code. `protocol/close_codes.json` is the whole table, with the
// reasons; a test compares this file with it.

export const LOST = 1006;
export const DRAINING = 4000;
export const NO_PONG = 4002;
export const BAD_CREDENTIAL = 4500;

/** The client was at fault: it comes back, but only rarely after the fifth time. */
export const isOurFault = (code: number) =>
  [1002, 1003, 1007, 1008, 1009, 4504, 4505].includes(code);

/** The server has decided about who asks; after any other code the client comes back. */
export const staysAway = (code: number) => Math.floor(code / 100) === 45 && !isOurFault(code);

/** Too much, too many: the client waits 10 s or more. */
export const isCrowded = (code: number) => [4005, 4504].includes(code);

/** A client that can renew its credential does so, and comes back. */
export const renews = (code: number) => [4004, BAD_CREDENTIAL].includes(code);
