import { type Inline, parse } from './parse.ts';

/** One line without markup: what a list row or a notification shows. */
export function plain(content: string): string {
  return parse(content)
    .map((block) => {
      if (block.type === 'code') return block.text;
      if (block.type === 'list') return block.items.map(words).join(', ');
      return words(block.children);
    })
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function words(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.type === 'break') return ' ';
      return 'text' in inline ? inline.text : words(inline.children);
    })
    .join('');
}
