import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parse, shown } from '../src/index.ts';

/**
 * The tree as a pattern of all texts that it can come from: marks are put back around what they mark.
 * When the text matches, nothing but certain marks was taken away.
 */
function pattern(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.type === 'lines') return inline(block.children);
      if (block.type === 'list') {
        return block.items.map((item) => escaped(item.mark) + inline(item.children)).join('\n');
      }
      const fence = ' {0,3}`{3,}';
      return `${fence} *${escaped(block.language)}\\s*?\n${escaped(block.text)}\n${fence}\\s*?`;
    })
    .join('\n');
}
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const inline = (inlines: readonly Inline[]): string => inlines.map(one).join('');
function one(node: Inline): string {
  switch (node.type) {
    case 'text':
      return escaped(node.text);
    case 'code':
      return `(\`{1,2})${escaped(node.text)}\`{1,2}`;
    case 'bold':
      return `\\*\\*${inline(node.children)}\\*\\*`;
    case 'italic':
      return `[*_]${inline(node.children)}[*_]`;
    case 'link': {
      const text = inline(node.children);
      return `(?:${text}|\\[${text}\\]\\(\\S+\\))`;
    }
  }
}

const PIECES = [
  ...['*', '**', '***', '_', '__', '`', '``', '```\n', '[', ']', '](https://a.b/c)', 'https://a.b'],
  ...[
    '(',
    ')',
    '.',
    ',',
    ' ',
    '  ',
    '\n',
    '\t',
    'a',
    'bc',
    '1',
    '- ',
    '2. ',
    '谢谢',
    '。',
    '"',
    '“',
  ],
  ...['”', 'שלום', '؟', '\u200b', '\u202e', '🎉', ':', '/', '\\', '^', '~', '$', 'mailto:a@b.c'],
];

describe('what was typed', () => {
  it('can be read back, whatever it is', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    let marked = 0;
    for (let round = 0; round < 3000; round += 1) {
      const pieces = Array.from({ length: 1 + random(14) }, () => PIECES[random(PIECES.length)]);
      const text = pieces.join('');
      const blocks = parse(text);
      const kept = new RegExp(`^${pattern(blocks)}$`, 'u').test(text);
      if (!kept) expect.fail(`round ${round}: ${JSON.stringify(text)} became ${pattern(blocks)}`);
      if (shown(text) !== text) marked += 1;
    }
    // The texts do reach the marks.
    expect(marked).toBeGreaterThan(150);
  });
  it('is shown as it is when it has no sign of a mark', () => {
    let seed = 5;
    for (let round = 0; round < 2000; round += 1) {
      let text = '';
      for (let at = 0; at < 20; at += 1) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        const point = (seed >>> 4) % 0x3000;
        const char = String.fromCodePoint(point < 32 ? 32 + point : point);
        if (!/[*_`[\u202d\u202e]/.test(char)) text += char;
      }
      expect(shown(text)).toBe(text);
    }
  });
});
