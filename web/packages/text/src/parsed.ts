import { parseBlocks } from './parse.ts';
import type { Block } from './tree.ts';

/** How many texts are kept parsed, and of how many UTF-16 units together. */
const MAX_TEXTS = 500;
const MAX_UNITS = 1024 * 1024;

const known = new Map<string, readonly Block[]>();
let units = 0;

/**
 * A content parsed. Equal texts are parsed once while they are in use: the bubble, the row of the list
 * and the words for screen readers share one tree. The oldest ones are forgotten.
 */
export function parse(content: string): readonly Block[] {
  const before = known.get(content);
  if (before !== undefined) return before;
  const blocks = parseBlocks(content, { steps: 0 });
  known.set(content, blocks);
  units += content.length;
  for (const oldest of known.keys()) {
    if (known.size <= MAX_TEXTS && units <= MAX_UNITS) break;
    known.delete(oldest);
    units -= oldest.length;
  }
  return blocks;
}
