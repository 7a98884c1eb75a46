// UUIDv7: sorts by time, which is the outbox's order, also across tabs. Never earlier than the one
// before, so that a clock set back does not turn the order round.

/** Ids within one millisecond; more of them borrow from the next. */
const PER_MS = 256;

export const createIds = (now: () => number, random: () => number) => {
  let last = 0;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const bits = (count: number) => Math.floor(random() * 2 ** count);
  return {
    next() {
      last = Math.max(last + 1, Math.floor(now()) * PER_MS);
      const at = hex(last, 14).replace(/(.{8})(.{4})/, '$1-$2-7');
      return `${at + hex(bits(4), 1)}-${hex(0x8000 + bits(14), 4)}-${hex(bits(48), 12)}`;
    },
    /** Everything made from now on sorts after `id`. */
    after(id: string) {
      const at = id.replace(/-(.{4})-7/, '$1').slice(0, 14);
      last = Math.max(last, Number.parseInt(at, 16));
    },
  };
};
