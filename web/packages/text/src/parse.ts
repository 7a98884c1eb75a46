/**
 * The small subset of markup that a message may carry: bold, italic, code, links, lists. It is parsed
 * into a tree and rendered as elements; no HTML is ever made, so no text can become markup.
 *
 * Only signs that are certainly marks are removed. Every other character stays, also line breaks,
 * indentation and the numbers of lists, so that what was typed can be read back.
 */
import { parseInline } from './inline.ts';
import type { Meter } from './meter.ts';
import type { Block, Inline, Item } from './tree.ts';

/** Longer content is shown as it is. In UTF-16 units; a message has at most so many bytes. */
export const MAX_CONTENT = 16 * 1024;

const LANGUAGE = /^[A-Za-z0-9+#._-]{0,20}$/;

/** Every line is looked at once: the steps are linear in the length of the content. */
export function parseBlocks(content: string, meter: Meter): Block[] {
  const text = content.replace(/\r\n?/g, '\n');
  if (text.length > MAX_CONTENT) return [{ type: 'lines', children: [{ type: 'text', text }] }];
  const lines = text.split('\n');
  const fences = new Fences(lines, meter);
  const blocks: Block[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) blocks.push({ type: 'lines', children: joined(plain, meter) });
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const code = takeCode(lines, at, fences);
    const list = code === null ? takeList(lines, at, meter) : null;
    const found = code ?? list;
    if (found === null) {
      plain.push(lines[at] as string);
      at += 1;
    } else {
      flush();
      blocks.push(found.block);
      at = found.next;
    }
  }
  flush();
  return blocks;
}

interface Found {
  readonly block: Block;
  readonly next: number;
}

function joined(lines: readonly string[], meter: Meter): Inline[] {
  const out: Inline[] = [];
  let before = '';
  for (const [index, line] of lines.entries()) {
    if (index > 0) before += '\n';
    for (const inline of parseInline(line, meter)) {
      if (inline.type === 'text') {
        before += inline.text;
        continue;
      }
      if (before !== '') out.push({ type: 'text', text: before });
      before = '';
      out.push(inline);
    }
  }
  if (before !== '') out.push({ type: 'text', text: before });
  return out;
}

/** A list is two or more lines that begin with a sign or a number. One such line alone is no list. */
function takeList(lines: readonly string[], from: number, meter: Meter): Found | null {
  const items: Item[] = [];
  let next = from;
  for (; next < lines.length; next += 1) {
    const line = lines[next] as string;
    const length = markLength(line, meter);
    if (length === 0) break;
    if (next === from && markLength(lines[next + 1] ?? '', meter) === 0) return null;
    const children = parseInline(line.slice(length), meter);
    items.push({ mark: line.slice(0, length), children });
  }
  return items.length === 0 ? null : { block: { type: 'list', items }, next };
}

/** The length of `  - ` or `12. ` at the start of a line that goes on; else 0. */
function markLength(line: string, meter: Meter): number {
  const start = spaces(line, 0);
  let at = start;
  while (at < start + 9 && /[0-9]/.test(line[at] ?? '')) at += 1;
  if (at > start ? !/[.)]/.test(line[at] ?? '') : !/[-*•]/.test(line[at] ?? '')) return 0;
  const end = spaces(line, at + 1);
  meter.steps += end;
  return end > at + 1 && end < line.length ? end : 0;
}

function spaces(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  return at;
}

function takeCode(lines: readonly string[], at: number, fences: Fences): Found | null {
  const fence = fenceOf(lines[at] as string);
  if (fence === null) return null;
  const end = fences.after(at, fence.length);
  const text = end === null ? '' : lines.slice(at + 1, end).join('\n');
  if (end === null || text.trim() === '') return null;
  return { block: { type: 'code', language: fence.language, text }, next: end + 1 };
}

interface Fence {
  readonly length: number;
  readonly language: string;
}

function fenceOf(line: string): Fence | null {
  let start = 0;
  while (line[start] === ' ') start += 1;
  let end = start;
  while (line[end] === '`') end += 1;
  const language = line.slice(end).trim();
  return start < 4 && end - start >= 3 && LANGUAGE.test(language)
    ? { length: Math.min(end - start, LONGEST), language }
    : null;
}

/** A longer fence counts as a fence of this length. */
const LONGEST = 10;

/** Finds the fence that closes one. It is asked with growing lines, so each fence is passed once. */
class Fences {
  private readonly closing: { readonly line: number; readonly length: number }[] = [];
  private readonly next = new Array<number>(LONGEST + 1).fill(0);

  constructor(lines: readonly string[], meter: Meter) {
    for (const [line, text] of lines.entries()) {
      meter.steps += 1;
      const fence = fenceOf(text);
      if (fence?.language === '') this.closing.push({ line, length: fence.length });
    }
  }

  /** The first line after this one that closes a fence of this length; null when none does. */
  after(line: number, length: number): number | null {
    let at = this.next[length] as number;
    for (; at < this.closing.length; at += 1) {
      const fence = this.closing[at];
      if (fence !== undefined && fence.line > line && fence.length >= length) break;
    }
    this.next[length] = at;
    return this.closing[at]?.line ?? null;
  }
}
