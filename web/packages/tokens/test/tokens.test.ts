import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error the generator is a plain script without types
import { render } from '../src/css.mjs';
import { type Theme, type TokenName, tokens } from '../src/index.ts';

const luminance = (hex: string) => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
};

const contrast = (a: string, b: string) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
};

const grounds: TokenName[] = ['bg', 'surface'];
const text: [TokenName, TokenName][] = [
  ...grounds.flatMap((ground): [TokenName, TokenName][] => [
    ['ink', ground],
    ['ink-2', ground],
    ['ink-3', ground],
    ['brand', ground],
    ['danger', ground],
    ['info', ground],
  ]),
  ['ink', 'surface-2'],
  ['ink-2', 'surface-2'],
  ['ink', 'surface-3'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-hover'],
  ['on-brand', 'brand-active'],
  ['on-brand-soft', 'brand-soft'],
  ['on-signal', 'signal'],
  ['on-signal-soft', 'signal-soft'],
  ['on-danger', 'danger'],
  ['on-danger-soft', 'danger-soft'],
  ['on-info-soft', 'info-soft'],
  ['on-bubble-me', 'bubble-me'],
  ['on-bubble-them', 'bubble-them'],
  ['on-note', 'note'],
];
const controls: [TokenName, TokenName][] = grounds.flatMap((ground): [TokenName, TokenName][] => [
  ['line-strong', ground],
  ['brand-line', ground],
  ['focus', ground],
  ['online', ground],
]);

describe.each(['light', 'dark'] as Theme[])('%s', (theme) => {
  it.each(text)('text %s on %s reads at 4.5:1', (ink, ground) => {
    expect(contrast(tokens[theme][ink], tokens[theme][ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(controls)('control %s on %s stands out at 3:1', (line, ground) => {
    expect(contrast(tokens[theme][line], tokens[theme][ground])).toBeGreaterThanOrEqual(3);
  });
});

it('has the same names in both themes', () => {
  expect(Object.keys(tokens.dark)).toEqual(Object.keys(tokens.light));
});

it('tokens.css is what the generator makes of tokens.json', () => {
  const css = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
  expect(css).toBe(render(tokens));
});
