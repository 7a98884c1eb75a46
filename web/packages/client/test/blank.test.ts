import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBlank, shownName } from '../src/blank.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../../../protocol/invisible.json', import.meta.url), 'utf8'),
) as { ranges: [number, number, 'space' | 'joiner' | 'hidden'][] };

describe('what shows nothing (F4)', () => {
  it('is the golden table for every code point, as the server has it', () => {
    const kinds = new Map<number, string>();
    for (const [first, last, kind] of golden.ranges) {
      for (let point = first; point <= last; point += 1) kinds.set(point, kind);
    }
    expect(golden.ranges.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const char = String.fromCodePoint(point);
      const kind = kinds.get(point);
      const keeps = shownName(`a${char}b`) === `a${char}b`;
      if (isBlank(char) === (kind === undefined) || keeps === (kind === 'hidden')) {
        wrong.push(point.toString(16));
      }
    }
    expect(wrong).toEqual([]);
  });
  it('is told for whole texts', () => {
    for (const text of [
      '',
      ' \n',
      '\u2800\u180e',
      '\ufe0f',
      '\u034f\u061c',
      '\u3164',
      '\u{e0020}',
      '\ufff9',
    ]) {
      expect(isBlank(text)).toBe(true);
      expect(shownName(text)).toBe('');
    }
    for (const text of ['a', '\u200b.', '👋', '❤\ufe0f', '\ud83d'])
      expect(isBlank(text)).toBe(false);
    expect(isBlank(`${'\u200b '.repeat(8000)}a`)).toBe(false);
    expect(shownName(' Ana\u202e\u200b ')).toBe('Ana');
    expect(shownName(null)).toBe('');
  });
});
