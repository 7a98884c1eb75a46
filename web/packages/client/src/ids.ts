// UUIDv7: ids sort by time, and that is the order of the outbox in all tabs. An id is never earlier
// than the one before it, also when the clock is set back.

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
