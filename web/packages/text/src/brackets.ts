import type { Meter } from './meter.ts';

/** Finds the `)` of each `(`. White space ends every address, so no pair reaches over it. */
export function pairs(source: string, meter: Meter): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let open: number[] = [];
  for (let at = 0; at < source.length; at += 1) {
    meter.steps += 1;
    const char = source[at] as string;
    if (char === '(') open.push(at);
    else if (char === ')') {
      const start = open.pop();
      if (start !== undefined) found.set(start, at);
    } else if (open.length > 0 && /\s/.test(char)) open = [];
  }
  return found;
}
