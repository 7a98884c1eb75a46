// Writes tokens.css from tokens.json. `npm run css -w @walkie/tokens`; a test holds both in step.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const here = (path) => new URL(path, import.meta.url);

const shape = {
  'radius-s': '6px',
  'radius-m': '10px',
  'radius-l': '14px',
  'radius-xl': '20px',
  speaker: '4px',
  'space-1': '4px',
  'space-2': '8px',
  'space-3': '12px',
  'space-4': '16px',
  'space-5': '24px',
  'space-6': '32px',
  'type-xs': '12px',
  'type-s': '13px',
  'type-m': '14px',
  'type-l': '15px',
  'type-xl': '16px',
  'type-2xl': '20px',
  ease: 'cubic-bezier(0.2, 0.8, 0.2, 1)',
  quick: '120ms',
  slow: '200ms',
};

const block = (indent, entries) =>
  entries.map(([name, value]) => `${indent}--${name}: ${value};\n`).join('');

export function render(tokens) {
  const colours = (theme, indent) =>
    block(
      indent,
      Object.entries(tokens[theme]).map(([name, value]) => [name, value.toLowerCase()]),
    );
  return `/* Made from tokens.json by src/css.mjs. Do not edit by hand. */
:root {
  color-scheme: light;
${block('  ', Object.entries(shape))}${colours('light', '  ')}}

:root[data-theme="dark"] {
  color-scheme: dark;
${colours('dark', '  ')}}

@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    color-scheme: dark;
${colours('dark', '    ')}  }
}

@media (prefers-reduced-motion: reduce) {
  :root {
    --quick: 0ms;
    --slow: 0ms;
  }
}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const tokens = JSON.parse(readFileSync(here('../tokens.json'), 'utf8'));
  writeFileSync(here('../tokens.css'), render(tokens));
}
