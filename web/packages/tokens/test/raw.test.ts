import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tokens } from '../src/index.ts';

const packages = join(import.meta.dirname, '../..');
const files = ['inbox/src', 'widget/src'].flatMap((folder) =>
  readdirSync(join(packages, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(css|tsx?)$/.test(name)),
);
const RAW = /(?<![\w&/])#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b|\b(?:rgb|hsl|hwb|lab|lch)a?\(/gi;
const rawIn = (name: string) => readFileSync(join(packages, name), 'utf8').match(RAW) ?? [];

/** Where tokens cannot reach: the shop of the demo has a look of its own, the loader no style sheet. */
const SHOP = 'widget/src/site/demo.css';
const LOADER = 'widget/src/loader/styles.ts';

it('styles take every colour from the tokens', () => {
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .filter((name) => name !== SHOP && name !== LOADER)
    .flatMap((name) => rawIn(name).map((raw) => `${name}: ${raw}`));
  expect(found).toEqual([]);
});

it.each([LOADER, 'inbox/agent/index.html'])(
  '%s repeats colours of the tokens, and no others',
  (name) => {
    const known = new Set(
      Object.values(tokens).flatMap((theme) =>
        Object.values(theme).map((one) => one.toLowerCase()),
      ),
    );
    const whole = (raw: string) =>
      raw.length === 4 ? raw.replace(/[\da-f]/gi, '$&$&') : raw.slice(0, 7);
    expect(rawIn(name).length).toBeGreaterThan(3);
    for (const raw of rawIn(name)) expect([...known]).toContain(whole(raw.toLowerCase()));
  },
);
