import { describe, expect, it } from 'vitest';
import { parseBlocks } from '../src/parse.ts';

const steps = (text: string) => {
  const meter = { steps: 0 };
  parseBlocks(text, meter);
  return meter.steps;
};
const all = (size: number, ...pieces: string[]) => {
  const piece = pieces.join('');
  return piece.repeat(Math.floor(size / piece.length));
};

/** Shapes that grow with their size; each has made some parser of the world slow. */
const SHAPES: Record<string, (size: number) => string> = {
  'dots, then brackets': (n) => `http://a${'.'.repeat(n / 2)}x${')'.repeat(n / 4)}`,
  'dots and brackets in turn': (n) => `http://a${all(n, '.)')}`,
  'opened and closed': (n) => `http://a${'('.repeat(n / 2)}${')'.repeat(n / 2)}`,
  'closed only': (n) => `(http://a${all(n, ').')}`,
  addresses: (n) => all(n, 'http://a '),
  'addresses in addresses': (n) => all(n, 'http://'),
  'addresses behind commas': (n) => all(n, 'http://a,'),
  'broken addresses': (n) => all(n, 'http://[a ', 'https://%zz '),
  'one long address': (n) => `https://a/${'b'.repeat(n)}`,
  'mail addresses': (n) => `mailto:${all(n, 'a.')}@b`,
  stars: (n) => '*'.repeat(n),
  'pairs of stars': (n) => all(n, '** '),
  'opening stars': (n) => all(n, ' *a'),
  'opening stars of two kinds': (n) => all(n, ' **a *b'),
  'closing stars': (n) => all(n, 'a* '),
  'openers, then closers': (n) => `${all(n / 2, ' *a')} ${all(n / 2, 'a* ')}`,
  'nested marks': (n) => `${all(n / 2, '*a _b ')}c${all(n / 2, ' b_ a*')}`,
  'nested in brackets': (n) => `${all(n / 2, '[*a ')}${all(n / 2, 'b*]')}`,
  'stars and lines': (n) => all(n, '*a _b '),
  'stars around nothing': (n) => all(n, ' *_*'),
  underscores: (n) => '_'.repeat(n),
  'words with underscores': (n) => all(n, '_a'),
  brackets: (n) => '['.repeat(n),
  'brackets both ways': (n) => all(n, '[]'),
  'nested brackets': (n) => '['.repeat(n / 2) + ']'.repeat(n / 2),
  'open labels': (n) => all(n, '[a]('),
  'open labels with addresses': (n) => all(n, '[a](http://'),
  'nested labels': (n) => `${all(n / 2, '[a](http://')}${')'.repeat(n / 2)}`,
  'labels in labels': (n) => '['.repeat(n / 12) + all(n, 'a](http://b)'),
  'long labels': (n) => `[${'a'.repeat(n)}](http://b)`,
  'labels of links': (n) => `[${all(n, 'http://a ')}](http://b)`,
  backticks: (n) => '`'.repeat(n),
  'open code': (n) => all(n, ' `a'),
  'open code of two kinds': (n) => all(n, ' `a ``b'),
  'growing runs': (n) => Array.from({ length: Math.sqrt(n) }, (_, i) => '`'.repeat(i)).join(' '),
  fences: (n) => all(n, '```\n'),
  'fences with a word': (n) => all(n, '```a\n'),
  'fences, each shorter': (n) =>
    Array.from({ length: Math.sqrt(n) }, (_, i) => '`'.repeat(Math.sqrt(n) - i)).join('\n'),
  lists: (n) => all(n, '- a\n'),
  'nested lists': (n) => all(n, '- a\n  - b\n    1. c\n'),
  'signs of lists': (n) => all(n, '- '),
  numbers: (n) => all(n, '123456789'),
  'numbers of lists': (n) => all(n, '1. a\nb\n'),
  spaces: (n) => ' '.repeat(n),
  'lines of spaces': (n) => all(n, '   \n'),
  'empty lines': (n) => '\n'.repeat(n),
  'carriage returns': (n) => '\r'.repeat(n),
  Chinese: (n) => all(n, '请看https://例子.测试/路径，*谢谢*'),
  'Chinese paths': (n) => `https://a.b/${all(n, '路径')}`,
  'Chinese behind letters': (n) => `https://a.b/${all(n, 'a路径路径')}`,
  'Chinese paths in parts': (n) => `https://a.b/${all(n, 'a路径/')}`,
  'addresses in front of Chinese': (n) => all(n, 'http://a/b谢谢'),
  'halves of pairs': (n) => all(n, '\ud83d'),
  emoji: (n) => all(n, '👨‍👩‍👧'),
  'combining signs': (n) => `a${'\u0301'.repeat(n)}`,
  overrides: (n) => '\u202e'.repeat(n),
  'all kinds': (n) =>
    Array.from({ length: n / 2 }, (_, i) => String.fromCodePoint((i * 97) % 0xd800)).join(''),
  everything: (n) => all(n, '**a [b](http://c_(d).) `e` _f* ) ( ] [\n'),
};

describe('the steps of a parse', () => {
  it.each(Object.entries(SHAPES))('grow with the text: %s', (_name, shape) => {
    let before = steps(shape(512));
    for (let size = 1024; size <= 16 * 1024; size *= 2) {
      const now = steps(shape(size).slice(0, 16 * 1024));
      expect(now).toBeLessThanOrEqual(before * 2.1 + 64);
      expect(now).toBeLessThanOrEqual(size * 12 + 64);
      before = now;
    }
  });
  it('end for the text that took ten seconds', () => {
    expect(steps(`http://a${'.'.repeat(1320)}x${')'.repeat(660)}`)).toBeLessThan(20_000);
  });
  it('are few for shapes that chance makes', () => {
    const pieces = ['*', '**', '_', '`', '```\n', '[', ']', '](', '](http://', 'http://', '(', ')'];
    pieces.push('.', ',', ' ', '\n', 'a', '- ', '1. ', '谢', '\u200b', '🎉', 'mailto:', '@', '\\');
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 80; round += 1) {
      const few = Array.from({ length: 1 + random(5) }, () => pieces[random(pieces.length)] ?? '');
      const text = all(4096, ...few);
      expect(steps(text), `round ${round}: ${few.join('')}`).toBeLessThanOrEqual(12 * 4096);
    }
  });
});
