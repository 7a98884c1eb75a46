// Copies the pages of the site from where they lie in the repository into docs/site/pages. A link
// to another page of the site is rewritten; one to a file that only the source has becomes text.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages, translated } from './nav.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stage = fileURLToPath(new URL('./pages', import.meta.url));
const LINK = /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^()\s]+)\)/g;
const CODE = /(^ *(?:```|~~~)[^]*?^ *(?:```|~~~)[^\S\n]*$|`[^`\n]+`)/m;
const UNTRANSLATED = '::: info\n本页暂无中文版，以下为英文内容。\n:::\n\n';

/** source in the repository → path on the site, of both languages */
const places = new Map(pages.map(([source, path]) => [source, path]));
for (const [source, path] of pages) {
  if (translated(source) !== source) places.set(translated(source), `zh/${path}`);
}

function write(path, bytes) {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  writeFileSync(join(stage, path), bytes);
}

/** A file beside the pages, which readers load or see: its address on the site. */
function carry(source) {
  const name = basename(source);
  const image = /\.(png|svg|webp|jpg)$/.test(name);
  const place = image ? `images/${name}` : `public/files/${name}`;
  mkdirSync(dirname(join(stage, place)), { recursive: true });
  copyFileSync(join(root, source), join(stage, place));
  return image ? `/images/${name}` : `/files/${name}`;
}

function link(source, path, whole, image, text, target) {
  if (/^([a-z][a-z+.-]*:|#|\/\/)/.test(target)) return whole;
  const [file, anchor] = target.split('#');
  const found = posix.join(posix.dirname(source), file);
  const language = path.startsWith('zh/') ? 'zh/' : '';
  const place = places.get(found)?.replace(/^zh\//, '');
  if (place !== undefined) {
    return `[${text}](/${language}${place}.md${anchor ? `#${anchor}` : ''})`;
  }
  if (image || found.endsWith('.yml')) return `${image}[${text}](${carry(found)})`;
  return text;
}

/** Links outside of code. */
function rewrite(text, source, path) {
  return text
    .split(new RegExp(CODE, 'gm'))
    .map((part, at) =>
      at % 2 === 1 ? part : part.replace(LINK, (...found) => link(source, path, ...found)),
    )
    .join('');
}

function stagePage(source, path, before = '') {
  const text = readFileSync(join(root, source), 'utf8');
  write(`${path}.md`, before + rewrite(text, source, path));
}

export function stageAll() {
  rmSync(stage, { recursive: true, force: true });
  for (const [source, path] of pages) {
    stagePage(source, path);
    const chinese = translated(source);
    const there = chinese !== source && existsSync(join(root, chinese));
    stagePage(there ? chinese : source, `zh/${path}`, there ? '' : UNTRANSLATED);
  }
  const icon = join(root, 'web/packages/inbox/src/ui/icon.svg');
  mkdirSync(join(stage, 'public'), { recursive: true });
  copyFileSync(icon, join(stage, 'public', 'logo.svg'));
}
