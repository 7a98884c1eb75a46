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
      last = Math.max(last + 1, Math.trunc(now()) * PER_MS);
      const at = hex(last, 14);
      const [time, count] = [`${at.slice(0, 8)}-${at.slice(8, 12)}`, at.slice(12)];
      return `${time}-7${count}${hex(bits(4), 1)}-${hex(0x8000 + bits(14), 4)}-${hex(bits(48), 12)}`;
    },
    /** Everything made from now on sorts after `id`. */
    after(id: string) {
      const at = id.slice(0, 8) + id.slice(9, 13) + id.slice(15, 17);
      last = Math.max(last, Number.parseInt(at, 16));
    },
  };
};

export type Ids = ReturnType<typeof createIds>;
