// The last step of the build: puts the types of @walkie/wire into dist, so that the package is whole
// without it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
mkdirSync(here('dist/wire/dist'), { recursive: true });
for (const file of ['index.d.ts', 'dist/contract.d.ts']) {
  cpSync(here(`../wire/${file}`), here(`dist/wire/${file}`));
}
const types = here('dist/wire.d.ts');
const text = readFileSync(types, 'utf8');
const packed = text.replaceAll("'@walkie/wire'", "'./wire/index.d.ts'");
if (packed === text) throw new Error(`${types} does not name @walkie/wire`);
writeFileSync(types, packed);
