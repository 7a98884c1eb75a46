// Builds the documentation into docs/site/dist, for a server that has it at /docs.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vitepress';
import { writeColours } from './colours.mjs';
import { stageAll } from './stage.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');
const most_bytes = 1024 * 1024;

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** The pages' policy allows scripts from files only (default-src 'none'; script-src 'self'). */
function scriptsIntoFiles(page) {
  const html = readFileSync(page, 'utf8');
  const changed = html.replace(/<script( id="[\w-]+")?>([^]*?)<\/script>/g, (_, id = '', code) => {
    const name = `assets/inline.${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
    writeFileSync(join(dist, name), code);
    return `<script${id} src="/docs/${name}"></script>`;
  });
  writeFileSync(page, changed);
}

/** What a browser loads, compressed as the server has it. */
const compressed = (files) =>
  files.reduce((sum, file) => {
    const bytes = readFileSync(file);
    return sum + (/\.(png|webp)$/.test(file) ? bytes : brotliCompressSync(bytes)).length;
  }, 0);

stageAll();
writeColours();
rmSync(dist, { recursive: true, force: true });
await build(here);
rmSync(join(dist, 'hashmap.json'), { force: true }); // for other servers
const pages = filesOf(dist).filter((file) => file.endsWith('.html'));
for (const page of pages) scriptsIntoFiles(page);
const files = filesOf(dist);
const size = compressed(files);
const counts = `${pages.length} pages, ${files.length} files`;
console.log(`documentation: ${counts}, ${size} bytes compressed`);
// A build goes on all the same; tests/documentation fails.
if (size > most_bytes) console.error(`That is more than the ${most_bytes} bytes that it may have.`);
