import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zh as widget } from '../src/i18n/zh.ts';
import { sayIn } from '../src/site/say.ts';
import { zh } from '../src/site/zh.ts';

const folder = join(import.meta.dirname, '..');
const page = (path: string) => {
  const html = readFileSync(join(folder, path), 'utf8');
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  return parsed.documentElement;
};

/** Names, prices and code are the same in every language. */
const SAME = /^(Walkie|API|€\d+|)$/;

function texts(root: Element): string[] {
  const out: string[] = [];
  const visit = (node: Node) => {
    if (node instanceof Element && node.matches('script, style, code, svg')) return;
    if (node.nodeType === 3) out.push((node.textContent ?? '').replace(/\s+/g, ' ').trim());
    if (node instanceof Element && node.hasAttribute('aria-label')) {
      out.push(node.getAttribute('aria-label') ?? '');
    }
    for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return out.filter((text) => !SAME.test(text));
}

describe('the pages of the site root', () => {
  it.each(['index.html', 'demo/index.html'])('have every word in Chinese: %s', (path) => {
    const root = page(path);
    const said = texts(root);
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((text) => zh[text] === undefined)).toEqual([]);
    sayIn(zh, root);
    for (const text of texts(root)) expect(text).toMatch(/\p{sc=Han}/u);
  });
});

it('addresses nobody as 你 or 您 in Chinese but in the greeting', () => {
  const { greeting, ...others } = widget;
  expect(greeting).toMatch(/^您好/);
  for (const said of [...Object.entries(others), ...Object.entries(zh)])
    expect(JSON.stringify(said)).not.toMatch(/[你您]/);
});
