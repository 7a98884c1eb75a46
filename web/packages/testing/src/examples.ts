// protocol/examples, as TypeScript reads them. An object with "$rows" is made of the rows that it
// names (rows.json), merged in order, and of its own members, which replace theirs.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../protocol/examples');
const read = new Map<string, unknown>();

function parsed(name: string): unknown {
  const known = read.get(name) ?? JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  read.set(name, known);
  return known;
}

type Fields = Record<string, unknown>;
const rows = parsed('rows') as Record<string, Fields>;

function composed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(composed);
  if (typeof value !== 'object' || value === null) return value;
  const { $rows = [], ...own } = value as Fields & { $rows?: string[] };
  const fields = Object.entries(own).map(([name, field]) => [name, composed(field)]);
  return Object.assign(rowOf(...$rows), Object.fromEntries(fields));
}

/** The rows of rows.json with these names, merged; a new object each time. */
export function rowOf(...names: string[]): Fields {
  const parts = names.map((name) => {
    const row = rows[name];
    if (row === undefined) throw new Error(`protocol/examples/rows.json has no "${name}"`);
    return composed(row) as Fields;
  });
  return Object.assign({}, ...parts);
}

/** One example by its file name, without `.json`. */
export const example = <T = unknown>(name: string) => composed(parsed(name)) as T;

/** The names of the examples that begin so: `server.`, `body.` … */
export const exampleNames = (prefix: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.replace(/\.json$/, ''));
