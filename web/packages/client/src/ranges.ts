// Which parts of a log are loaded: ranges of seq that do not touch. Pure.

import type { Seq } from './wire.ts';

/** Both ends are in it. `to` is Infinity where it goes on with the log. */
export interface Range {
  readonly from: Seq;
  readonly to: Seq;
}

/** The ranges with one more; what overlaps or touches it becomes one with it. */
export const covering = (ranges: readonly Range[], { from, to }: Range): Range[] => {
  const apart = ranges.filter((one) => one.to + 1 < from || one.from > to + 1);
  const joined = ranges.filter((one) => !apart.includes(one));
  const range = {
    from: Math.min(from, ...joined.map((one) => one.from)),
    to: Math.max(to, ...joined.map((one) => one.to)),
  };
  return [...apart, range].sort((a, b) => a.from - b.from);
};

export const rangeWith = (ranges: readonly Range[], seq: Seq) =>
  ranges.find(({ from, to }) => from <= seq && seq <= to);
