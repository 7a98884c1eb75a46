// docs/embedding.md is true: its samples work in a browser, its tables name what the loader has, and
// its table of console lines holds what the console says.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import {
  expect,
  frameOf,
  launcher,
  openThread,
  openWidget,
  own,
  reply,
  type Stage,
  signIn,
  test,
  theirs,
  write,
} from './support/people.ts';
import { guide, openShop, type Shop, sample, samples } from './support/samples.ts';
import { allow } from './support/site.ts';

const source = (file: string) =>
  readFileSync(
    fileURLToPath(new URL(`../../packages/widget/src/${file}`, import.meta.url)),
    'utf8',
  );
const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The first cells of the table below this heading of the guide, without their backticks. */
function firstCells(heading: string): string[] {
  const table = guide.split(`| ${heading} |`)[1]?.split('\n\n')[0] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) => /^\| `(\w[\w-]*)/.exec(row)?.[1] ?? row);
}

const heard = (page: Page) => {
  const lines: string[] = [];
  page.on('console', (line) => lines.push(line.text()));
  return lines;
};

/** What the guide's table of console lines says, for the line that has this in it. */
function promised(part: string): string {
  const line = [...guide.matchAll(/^\| `(.+?)`.* \|/gm)].find(([row]) => row.includes(part));
  if (line?.[1] === undefined) throw new Error(`the guide has no row with ${part}`);
  return line[1];
}

async function shopOf({ walkie, person }: Stage, page: string, headers = {}) {
  const shop: Shop = await openShop(walkie.origin, page, headers);
  const tab = await (await person()).newPage();
  await allow(walkie, tab, shop.origin);
  return { shop, tab };
}

test('every block of code stands in a sample, and every sample is linked', () => {
  const pages = [...samples.values()].map(flat);
  const blocks = [...guide.matchAll(/^ *```(?:html|js)\n([\s\S]*?)^ *```/gm)];
  expect(blocks.length).toBeGreaterThan(3);
  for (const [, block = ''] of blocks) {
    expect(
      pages.filter((page) => page.includes(flat(block))),
      block,
    ).not.toEqual([]);
  }
  for (const name of samples.keys()) expect(guide).toContain(`(embedding/${name}.html)`);
});

test('its tables name every attribute, member, event and console line', async ({
  walkie,
  person,
}) => {
  const [, attributes = ''] = /const \{ (.*) \} = script\.dataset/.exec(source('loader.ts')) ?? [];
  const named = attributes.split(', ').map((name) => `data-${name}`);
  expect(firstCells('attribute')).toEqual(named);
  const events = /interface WidgetEvents \{([\s\S]*?)\n\}/.exec(source('loader/api.ts'))?.[1] ?? '';
  expect(firstCells('event')).toEqual(
    [...events.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name),
  );

  // The page for refused sites says a fourth one, where somebody opens that page by itself.
  const opaque = /Walkie: this page has no origin/;
  const files = ['loader.ts', 'loader/attach.ts', 'refused.ts'].map(source).join('\n');
  const lines = [...files.matchAll(/(['`])(Walkie: [\s\S]*?)\1/g)].map(([, , line = '']) => line);
  expect(lines).toHaveLength(4);
  for (const line of lines.filter((one) => !opaque.test(one))) {
    for (const piece of line.split(/\$\{\w+\}/)) expect(guide).toContain(piece.trim());
  }

  const { shop, tab } = await shopOf({ walkie, person }, sample('snippet'));
  await tab.goto(shop.origin);
  await launcher(tab).waitFor();
  const members = await tab.evaluate<string[]>('Object.keys(window.Walkie)');
  expect(firstCells('member').sort()).toEqual(members.sort());
  await shop.close();
});

test('snippet.html: a visitor writes', async ({ walkie, person }) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('snippet'));
  await tab.goto(shop.origin);
  await write(await openWidget(tab), 'from the snippet');
  await expect(own(frameOf(tab), 'snippet')).toContainText('Sent');
  await shop.close();
});

test('attributes.html: Chinese, dark, on the left', async ({ walkie, person }) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('attributes'));
  await tab.goto(shop.origin);
  const widget = await openWidget(tab);
  await expect(widget.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(tab.locator('walkie-widget .w')).toHaveClass(/dark/);
  expect((await launcher(tab).boundingBox())?.x).toBeLessThan(100);
  await shop.close();
});

test('button.html: a button of its own, and every event', async ({ walkie, person }) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('button'));
  await walkie.createAgent();
  await tab.goto(shop.origin);
  await tab.getByRole('button', { name: 'Ask us' }).click();
  await write(frameOf(tab), 'by the button');
  await expect(own(frameOf(tab), 'by the button')).toContainText('Sent');
  await launcher(tab).click();

  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  await openThread(agent, 'by the button');
  await reply(agent, 'one answer');
  await expect(tab.locator('#unread')).toHaveText('1');
  await reply(agent, 'two answers');
  await expect(tab.locator('#unread')).toHaveText('2');
  const log = ['open', 'close', expect.stringMatching(/^message \d+ in conversation \d+$/)];
  expect(await tab.locator('#log li').allTextContents()).toEqual(log);
  await tab.getByRole('button', { name: 'Ask us' }).click();
  await expect(theirs(frameOf(tab), 'two answers')).toBeVisible();
  await expect(tab.locator('#unread')).toHaveText('0');
  await shop.close();
});

test('policy.html: nothing is blocked; less of it is, and the console says so', async ({
  walkie,
  person,
}) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('policy'));
  const said = heard(tab);
  await tab.goto(shop.origin);
  await write(await openWidget(tab), 'under a policy');
  await expect(own(frameOf(tab), 'under a policy')).toContainText('Sent');
  expect(said.filter((line) => line.includes('Content Security Policy'))).toEqual([]);
  await shop.close();

  const chat = 'https://chat.example';
  const less = [
    ['script-src', sample('policy').replace(`script-src 'self' ${chat}`, `script-src 'self'`)],
    ['frame-src', sample('policy').replace(`frame-src ${chat}`, `frame-src 'self'`)],
  ] as const;
  for (const [directive, page] of less) {
    const { shop, tab } = await shopOf({ walkie, person }, page);
    const said = heard(tab);
    await tab.goto(shop.origin);
    if (directive === 'frame-src') await launcher(tab).click();
    const line = promised(`"${directive}`);
    await expect
      .poll(() => said.some((one) => one.includes(line)), `${directive}: ${said}`)
      .toBe(true);
    await shop.close();
  }
});

test('one_page.html: the chat outlives the pages of the application', async ({
  walkie,
  person,
}) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('one_page'));
  await tab.goto(shop.origin);
  await expect(tab.locator('walkie-widget')).toHaveCount(0);
  await tab.getByRole('link').click();
  const widget = await openWidget(tab);
  await widget.locator('textarea').fill('half a sentence');
  await tab.getByRole('link').click();
  await expect(tab.locator('body')).toContainText('You are at /bowls');
  await expect(widget.locator('textarea')).toHaveValue('half a sentence');
  await tab.goBack();
  await expect(widget.locator('textarea')).toHaveValue('half a sentence');
  await expect(tab.locator('walkie-widget')).toHaveCount(1);
  await shop.close();
});

test('consent.html: nothing before, nothing left after', async ({ walkie, person }) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('consent'));
  const asked: string[] = [];
  tab.on('request', (request) => asked.push(request.url()));
  const stored = () =>
    tab.evaluate(() => Object.keys(localStorage).filter((name) => /walkie/.test(name)));
  await tab.goto(shop.origin);
  expect(asked.filter((url) => url.startsWith(walkie.origin))).toEqual([]);
  await tab.getByRole('button', { name: 'Allow' }).click();
  await write(await openWidget(tab), 'with consent');
  await expect(own(frameOf(tab), 'with consent')).toContainText('Sent');
  expect(await stored()).toEqual(['walkie:1:token']);

  // On the next page the chat is there without a question, and goes when the visitor says so.
  await tab.reload();
  await launcher(tab).waitFor();
  await tab.getByRole('button', { name: 'Withdraw' }).click();
  await expect.poll(stored).toEqual([]);
  await tab.reload();
  await expect(tab.locator('walkie-widget')).toHaveCount(0);
  await tab.getByRole('button', { name: 'Allow' }).click();
  const widget = await openWidget(tab);
  await expect(widget.locator('.greeting.alone')).toBeVisible();
  await expect(own(widget, 'with consent')).toHaveCount(0);
  await shop.close();
});

test('forget() holds before the chat was opened', async ({ walkie, person }) => {
  const { shop, tab } = await shopOf({ walkie, person }, sample('snippet'));
  await tab.goto(shop.origin);
  await write(await openWidget(tab), 'a secret');
  await expect(own(frameOf(tab), 'a secret')).toContainText('Sent');
  await launcher(tab).click();
  await tab.addInitScript({
    content: `addEventListener('walkie:ready', () => Walkie.forget(), { once: true })`,
  });
  const ended = tab.waitForResponse((answer) => answer.url().endsWith('/sessions/current'));
  await tab.reload();
  expect((await ended).status()).toBe(204);
  const widget = await openWidget(tab);
  await expect(widget.locator('.greeting.alone')).toBeVisible();
  await expect(own(widget, 'a secret')).toHaveCount(0);
  expect(await tab.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await shop.close();
});

test('a page without an origin is refused: a file, a sandbox', async ({ walkie, person }) => {
  const sandbox = { 'content-security-policy': 'sandbox allow-scripts' };
  const { shop, tab } = await shopOf({ walkie, person }, sample('snippet'), sandbox);
  const file = join(walkie.data, 'snippet.html');
  writeFileSync(file, sample('snippet').replaceAll('https://chat.example', walkie.origin));
  const said = heard(tab);
  for (const address of [shop.origin, `file://${file}`]) {
    said.length = 0;
    await tab.goto(address);
    await launcher(tab).click();
    const line = promised('"frame-ancestors');
    await expect.poll(() => said.some((one) => one.includes(line)), `${said}`).toBe(true);
  }
  await shop.close();
});
