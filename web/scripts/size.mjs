// The size gate: what a page loads before anything is clicked, in gzip bytes, against the budget.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist/`;

const read = (path) => readFileSync(path, 'utf8');
const gzip = (paths) =>
  [...paths].reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0);

// A page's scripts with everything that they import statically, and its style sheets.
function loadedBy(page) {
  const html = read(dist + page);
  const js = new Set();
  const css = new Set();
  const visit = (path) => {
    if (js.has(path) || !existsSync(path)) return;
    js.add(path);
    const imports = read(path).matchAll(/(?:\bfrom|\bimport)\s*["'](\.{0,2}\/[^"']+\.js)["']/g);
    for (const [, target] of imports)
      visit(target.startsWith('/') ? dist + target.slice(1) : posix.join(dirname(path), target));
  };
  for (const [, path] of html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="\/([^"]+\.js)"/g))
    visit(dist + path);
  for (const [, path] of html.matchAll(/<link\b[^>]*\bhref="\/([^"]+\.css)"/g))
    css.add(dist + path);
  return { js, css };
}

const frame = loadedBy('frame/index.html');
const chat = loadedBy('chat/index.html');
const inbox = loadedBy('agent/index.html');
const gates = [
  ['loader', 4, [`${dist}widget.js`]],
  ['widget JS', 45, frame.js],
  ['widget CSS', 6, frame.css],
  ['chat page JS', 45, chat.js],
  ['chat page CSS', 6, chat.css],
  ['inbox first JS', 190, inbox.js],
  ['inbox first CSS', 12, inbox.css],
];

let over = false;
for (const [name, budget, paths] of gates) {
  const size = gzip(paths) / 1024;
  const fits = size <= budget;
  over ||= !fits;
  const figure = `${size.toFixed(2)} of ${budget} KB gzip`;
  console.log(`${fits ? 'ok  ' : 'OVER'}  ${name.padEnd(16)} ${figure}`);
}
// Told, not gated: the SDK by itself (docs/decisions/0136).
const sdk = gzip([`${root}packages/client/dist/index.js`]) / 1024;
console.log(`      ${'SDK to connect'.padEnd(16)} ${sdk.toFixed(2)} KB gzip`);
process.exit(over ? 1 : 0);
