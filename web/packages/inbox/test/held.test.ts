import { describe, expect, it } from 'vitest';
import { heldRow } from '../src/list/held.ts';

/** By how many rows the list is scrolled on, so that what was at `top` stands still. */
const moved = (before: string, after: string, top: number) => {
  const ids = (text: string) => [...text].map((one) => one.charCodeAt(0));
  const held = heldRow(ids(before), ids(after), top);
  return held && held.after - held.before;
};

describe('the row that is held', () => {
  it.each([
    ['nothing changes', 'abcdefg', 'abcdefg', 3, 0],
    ['a new row on top', 'abcdefg', 'xabcdefg', 3, 1],
    ['a row above leaves', 'abcdefg', 'acdefg', 3, -1],
    ['a row above goes to the top', 'abcdefg', 'cabdefg', 3, 0],
    ['a row below goes to the top', 'abcdefg', 'fabcdeg', 3, 1],
    ['the first row in sight goes to the top', 'abcdefg', 'dabcefg', 3, 0],
    ['the first row in sight leaves', 'abcdefg', 'abcefg', 3, -1],
    ['the first row in sight goes to the end', 'abcdefg', 'abcefgd', 3, -1],
    ['rows are loaded below', 'abcdefg', 'abcdefghij', 3, 0],
    ['many things at once', 'abcdefg', 'xyfadeg', 3, 1],
  ])('%s', (_what, before, after, top, rows) => {
    expect(moved(before, after, top)).toBe(rows);
  });
  it('is none when nothing has stayed', () => {
    expect(moved('abc', 'xyz', 1)).toBeNull();
    expect(moved('', 'xyz', 0)).toBeNull();
  });
});
