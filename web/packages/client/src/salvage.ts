// What can be read of stored JSON that was cut short or damaged.

import { wellFormed } from './text.ts';

/** The flat objects in it, each for itself; the last one may have no end. */
export const objectsIn = (json: string): string[] =>
  [...json.matchAll(/\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*(?:\}|"(?:[^"\\]|\\.)*\\?$|$)/gs)].map(
    ([part]) => part,
  );

/** The text of a field, as far as it is there; undefined without it. `whole`: only with its end. */
export const textOf = (json: string, field: string, whole = false): string | undefined => {
  const found = new RegExp(`"${field}":\\s*"((?:[^"\\\\]|\\\\.)*)("?)`, 's').exec(json);
  if (!found || (whole && !found[2])) return;
  const [, raw = ''] = found;
  // Half an escape at the end.
  for (const text of [raw, raw.replace(/\\u[0-9a-f]{0,3}$/i, '')]) {
    try {
      return wellFormed(JSON.parse(`"${text.replace(/[\n\r\t]/g, ' ')}"`));
    } catch {
      // Not this one.
    }
  }
  return;
};
