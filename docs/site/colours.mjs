// The theme's colours, made from Walkie's own tokens, so that there is no second list of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tokens = new URL('../../web/packages/tokens/tokens.json', import.meta.url);
const target = new URL('./.vitepress/theme/colours.css', import.meta.url);

/** the theme's variable → the token */
const names = {
  '--vp-c-brand-1': 'brand',
  '--vp-c-brand-2': 'brand-hover',
  '--vp-c-brand-3': 'brand',
  '--vp-c-brand-soft': 'brand-soft',
  '--vp-button-brand-text': 'on-brand',
  '--vp-c-bg': 'surface',
  '--vp-c-bg-alt': 'bg',
  '--vp-c-bg-elv': 'surface',
  '--vp-c-bg-soft': 'surface-2',
  '--vp-c-divider': 'line',
  '--vp-c-border': 'line',
  '--vp-c-gutter': 'line',
  '--vp-c-text-1': 'ink',
  '--vp-c-text-2': 'ink-2',
  '--vp-c-text-3': 'ink-3',
};

export function writeColours() {
  const { light, dark } = JSON.parse(readFileSync(tokens, 'utf8'));
  const block = (selector, palette) =>
    `${selector} {\n${Object.entries(names)
      .map(([name, token]) => `  ${name}: ${palette[token]};\n`)
      .join('')}}\n`;
  writeFileSync(fileURLToPath(target), `${block(':root', light)}\n${block('.dark', dark)}`);
}
