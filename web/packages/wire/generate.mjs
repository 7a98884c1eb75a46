// Writes dist/contract.d.ts: the TypeScript types of everything in protocol/openapi.yaml and
// protocol/frames.schema.json. The first line of the file holds the hash of its inputs; when that
// is right, nothing is done.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const protocol = (name) => here(`../../../protocol/${name}`);
const target = here('dist/contract.d.ts');
const inputs = [
  protocol('openapi.yaml'),
  protocol('frames.schema.json'),
  here('generate.mjs'),
  here('package.json'),
];

/** `typing_signal` → `TypingSignalFrame`; names of data begin with a capital letter and stay. */
const typeName = (name) =>
  /^[A-Z]/.test(name)
    ? name
    : `${name.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())}Frame`;

/**
 * The schemas of both documents under #/components/schemas, so that one run of the generator makes
 * both. A definition that only names a schema of openapi.yaml again is that schema.
 */
function merged(openapi, frames) {
  const { schemas } = openapi.components;
  const local = /"#\/\$defs\/(\w+)"/g;
  const definitions = JSON.stringify(frames.$defs)
    .replaceAll('openapi.yaml#/components/schemas/', '#/components/schemas/')
    .replace(local, (_, name) => `"#/components/schemas/${typeName(name)}"`);
  for (const [name, schema] of Object.entries(JSON.parse(definitions))) {
    const type = typeName(name);
    if (schema.$ref === `#/components/schemas/${type}`) continue;
    if (schemas[type]) throw new Error(`both documents define ${type}, and differently`);
    schemas[type] = schema;
  }
  return openapi;
}

/** TypeScript cannot say "at least one of these fields": an anyOf of nothing but `required` goes. */
function withoutRequiredAnyOf(_key, value) {
  const { anyOf, ...rest } = value ?? {};
  const onlyRequired = (schema) => Object.keys(schema).every((name) => name === 'required');
  return Array.isArray(anyOf) && anyOf.every(onlyRequired) ? rest : value;
}

async function contract() {
  const [{ default: openapiTS, astToString }, { load }] = await Promise.all([
    import('openapi-typescript'),
    import('js-yaml'),
  ]);
  const [openapi, frames] = inputs.map((path) => readFileSync(path, 'utf8'));
  const text = JSON.stringify(merged(load(openapi), JSON.parse(frames)), withoutRequiredAnyOf);
  const document = JSON.parse(text);
  const names = Object.keys(document.components.schemas);
  const options = { emptyObjectsUnknown: true, defaultNonNullable: false, silent: true };
  const types = astToString(await openapiTS(document, options));
  const aliases = names.map((name) => `export type ${name} = components['schemas']['${name}'];`);
  return `${types}\n${aliases.join('\n')}\n`;
}

const hash = createHash('sha256');
for (const path of inputs) hash.update(readFileSync(path));
const stamp = `// Made by packages/wire/generate.mjs, never by hand. Inputs: ${hash.digest('hex')}\n`;

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(stamp)) {
  const text = stamp + (await contract());
  mkdirSync(here('dist'), { recursive: true });
  // Whole or not at all: another command may read it meanwhile.
  const written = `${target}.${process.pid}`;
  writeFileSync(written, text);
  renameSync(written, target);
}
