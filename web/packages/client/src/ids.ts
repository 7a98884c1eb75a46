// UUIDv7: sorts by time, which is the outbox's order, also across tabs. Never earlier than the one
// before, so that a clock set back does not turn the order round.

export const createIds = (now: () => number, random: () => number) => {
  let last = 0;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const bits = (count: number) => Math.floor(random() * 2 ** count);
  let count = 0;
  return {
    next() {
      const time = Math.trunc(now());
      if (time > last) {
        last = time;
        count = 0;
      } else if (++count > 0xfff) {
        last++;
        count = 0;
      }
      const t = hex(last, 12);
      const tail = hex(0x8000 + bits(14), 4);
      return `${t.slice(0, 8)}-${t.slice(8)}-7${hex(count, 3)}-${tail}-${hex(bits(48), 12)}`;
    },
    /** Everything made from now on sorts after `id`. */
    after(id: string) {
      const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
      if (time >= last) {
        last = time;
        count = 0xfff;
      }
    },
  };
};

export type Ids = ReturnType<typeof createIds>;
