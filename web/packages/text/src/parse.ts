/**
 * The small subset of markup that a message may carry: bold, italic, code, links, lists. It is parsed
 * into a tree and rendered as elements; no HTML is ever made, so no text can become markup.
 */
import { parseInline } from './inline.ts';

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'bold' | 'italic'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    };

const BULLET = /^\s{0,3}[-*•]\s+(\S.*)$/;
const NUMBERED = /^\s{0,3}(\d{1,6})[.)]\s+(\S.*)$/;
const FENCE = /^\s{0,3}```/;

/** Line by line, every line looked at once: linear in the length of the content. */
export function parse(content: string): Block[] {
  const lines = content.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ type: 'paragraph', children: joined(paragraph) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as string;
    const fenceEnd = FENCE.test(line) ? closingFence(lines, at + 1) : -1;
    if (fenceEnd > at) {
      flush();
      blocks.push({ type: 'code', text: lines.slice(at + 1, fenceEnd).join('\n') });
      at = fenceEnd + 1;
    } else if (BULLET.test(line) || NUMBERED.test(line)) {
      flush();
      const list = takeList(lines, at);
      blocks.push(list.block);
      at = list.next;
    } else {
      if (line.trim() === '') flush();
      else paragraph.push(line);
      at += 1;
    }
  }
  flush();
  return blocks;
}

function joined(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, index) =>
    index === 0 ? parseInline(line) : [{ type: 'break' } as const, ...parseInline(line)],
  );
}

function closingFence(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at += 1) {
    if (FENCE.test(lines[at] as string)) return at;
  }
  return -1;
}

function takeList(lines: readonly string[], from: number): { block: Block; next: number } {
  const first = NUMBERED.exec(lines[from] as string);
  const ordered = first !== null;
  const pattern = ordered ? NUMBERED : BULLET;
  const items: Inline[][] = [];
  let next = from;
  for (; next < lines.length; next += 1) {
    const match = pattern.exec(lines[next] as string);
    if (match === null) break;
    items.push(parseInline(match[ordered ? 2 : 1] as string));
  }
  return { block: { type: 'list', ordered, start: Number(first?.[1] ?? 1), items }, next };
}
