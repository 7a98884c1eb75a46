import type { Meter } from './meter.ts';

/** Which `)` belongs to which `(`: white space ends every address, so it forgets what is open. */
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
