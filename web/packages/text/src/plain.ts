import { parse } from './parsed.ts';
import type { Block, Inline } from './tree.ts';
import { visible } from './visible.ts';

/** The text exactly as it is shown, with its line breaks: what copying all of it gives. */
export function shown(content: string): string {
  return parse(content).map(ofBlock).join('\n');
}

/**
 * One line: what a list row, a notification or a screen reader gets. `between` stands where a line
 * ended; empty lines are left out.
 */
export function plain(content: string, between = ' '): string {
  return shown(content)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(between);
}

function ofBlock(block: Block): string {
  switch (block.type) {
    case 'lines':
      return words(block.children);
    case 'code':
      return block.language === ''
        ? visible(block.text)
        : `${block.language}\n${visible(block.text)}`;
    case 'list':
      return block.items.map((item) => item.mark + words(item.children)).join('\n');
  }
}

function words(inlines: readonly Inline[]): string {
  return inlines.map(ofInline).join('');
}

function ofInline(inline: Inline): string {
  switch (inline.type) {
    case 'text':
    case 'code':
      return visible(inline.text);
    case 'link':
      return words(inline.children) + named(inline.host);
    default:
      return words(inline.children);
  }
}

/** How the host of a link is shown after its text. */
export function named(host: string | null): string {
  return host === null ? '' : ` (${host})`;
}
