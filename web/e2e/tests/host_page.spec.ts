// What pages do to a widget that stands on them: swap their body, transform it, move on to the next
// page, load it as a module, or stand on no list.

import type { Page } from '@playwright/test';
import { expect, frameOf, launcher, openWidget, own, test, write } from './support/people.ts';
import { allow, onSite, openSite, snippet } from './support/site.ts';

const panel = (page: Page) => page.locator('walkie-widget .p');

const swaps: Record<string, () => void> = {
  'the body is replaced (Turbo, Astro)': () => {
    const body = document.createElement('body');
    body.append('Page two');
    document.body.replaceWith(body);
  },
  'the body is emptied (htmx boost)': () => {
    document.body.replaceChildren('Page two');
  },
  'everything beside the head goes': () => {
    const body = document.createElement('body');
    document.documentElement.replaceChildren(document.head, body);
  },
  'the whole <html> is replaced': () => {
    const html = document.createElement('html');
    html.append(document.createElement('head'), document.createElement('body'));
    document.documentElement.replaceWith(html);
  },
};

/** The frame loads again; else it goes on as it was. */
const reloads = /everything|whole/;

for (const [what, swap] of Object.entries(swaps)) {
  test(`stays open when ${what}`, async ({ walkie, person }) => {
    const page = await (await person()).newPage();
    const site = await onSite(walkie, page);
    const widget = await openWidget(page);
    await widget.locator('textarea').fill('half a sentence');
    for (let round = 0; round < 3; round++) {
      await page.evaluate(swap);
      await expect(panel(page)).toBeVisible();
      if (reloads.test(what)) await expect(frameOf(page).locator('textarea')).toBeVisible();
      else await expect(frameOf(page).locator('textarea')).toHaveValue('half a sentence');
    }
    expect(await page.evaluate('window.Walkie.isOpen')).toBe(true);
    await write(frameOf(page), 'half a sentence, ended');
    await expect(own(frameOf(page), 'ended')).toContainText('Sent');
    await launcher(page).click();
    await expect(panel(page)).toBeHidden();
    await site.close();
  });
}

test('a page that always removes it gets peace, not an endless loop', async ({
  walkie,
  person,
}) => {
  const page = await (await person()).newPage();
  const warned = page.waitForEvent('console', (line) => /keeps removing/.test(line.text()));
  const site = await onSite(walkie, page);
  await launcher(page).waitFor();
  await page.evaluate(() => {
    const remove = () => document.querySelector('walkie-widget')?.remove();
    new MutationObserver(remove).observe(document.documentElement, { childList: true });
    remove();
  });
  await warned;
  await expect(page.locator('walkie-widget')).toHaveCount(0);
  await site.close();
});

const styles = [
  'body{transform:translateX(40px);filter:blur(0);contain:paint;overflow:hidden;height:3000px}',
  'html{transform:scale(1);perspective:100px;height:3000px} body{will-change:transform}',
  'html{display:grid} body{zoom:.5;position:fixed;inset:0;opacity:.1;z-index:2147483647}',
  'html>*{transform:rotate(9deg)!important;filter:invert(1)!important;z-index:-1!important}',
];
for (const style of styles) {
  test(`stands in its corner under ${style}`, async ({ walkie, person }) => {
    const page = await (await person()).newPage();
    await page.setViewportSize({ width: 1000, height: 800 });
    const sheet = `<style nonce="n">${style}</style>`;
    const site = await onSite(walkie, page, sheet + snippet(walkie.origin));
    await launcher(page).waitFor();
    const expected = { x: 920, y: 720, width: 60, height: 60 };
    expect(await launcher(page).boundingBox()).toEqual(expected);
    const widget = await openWidget(page);
    await write(widget, 'can be used');
    await expect(own(widget, 'can be used')).toContainText('Sent');
    await site.close();
  });
}

test('an open chat stays open on the next page, not in the next tab', async ({
  walkie,
  person,
}) => {
  const context = await person();
  const page = await context.newPage();
  const site = await onSite(walkie, page);
  await write(await openWidget(page), 'about this pot');
  await expect(own(frameOf(page), 'pot')).toContainText('Sent');
  await page.goto(`${site.origin}/next`);
  await expect(panel(page)).toBeVisible();
  await expect(own(frameOf(page), 'about this pot')).toBeVisible();
  // It does not take the focus of a page that has just loaded.
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');

  const other = await context.newPage();
  await other.goto(site.origin);
  await expect(launcher(other)).toHaveAttribute('aria-expanded', 'false');

  await launcher(page).click();
  await page.goto(`${site.origin}/third`);
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await site.close();
});

test('on a phone it does not open by itself on the next page', async ({ walkie, person }) => {
  const page = await (await person()).newPage();
  await page.setViewportSize({ width: 390, height: 800 });
  const site = await onSite(walkie, page);
  await openWidget(page);
  await page.goto(`${site.origin}/next`);
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await site.close();
});

for (const lang of ['en', 'zh-CN']) {
  test(`a site on no list reads what to do (${lang})`, async ({ walkie, person }) => {
    const context = await person();
    const page = await context.newPage();
    const body = snippet(walkie.origin).replace('data-inbox', `data-lang="${lang}" data-inbox`);
    const site = await openSite(walkie.origin, body);
    await walkie.allowOrigin('https://shop.example');
    const command = `walkie admin allow-origin --data DIR --origin ${site.origin}`;
    const told: string[] = [];
    page.on('console', (line) => line.text().includes(command) && told.push(line.type()));
    await page.goto(site.origin);
    await launcher(page).click();
    const words = lang === 'en' ? 'This site may not show the chat' : '此网站还未获准显示聊天';
    await expect(frameOf(page).locator('h1')).toContainText(words);
    await expect(frameOf(page).locator('code')).toHaveText(command);
    expect(told).toEqual(['error']);

    // Once it is allowed, the same panel turns into the chat.
    await allow(walkie, page, site.origin);
    await frameOf(page).locator('button').first().click();
    await expect(frameOf(page).locator('textarea')).toHaveCount(1);
    await site.close();
  });
}

test('loaded as a module it finds its server; imported, it says what is wrong', async ({
  walkie,
  person,
}) => {
  const page = await (await person()).newPage();
  const module = snippet(walkie.origin).replace('async', 'type="module"');
  const site = await onSite(walkie, page, module);
  await expect(launcher(page)).toBeVisible();
  await site.close();

  const imported = await (await person()).newPage();
  const other = await openSite(
    walkie.origin,
    `<script nonce="n" type="module">import('${walkie.origin}/widget.js')</script>`,
  );
  await allow(walkie, imported, other.origin);
  const said = imported.waitForEvent('console', (line) =>
    /Walkie: load the chat/.test(line.text()),
  );
  await imported.goto(other.origin);
  await said;
  await other.close();
});

test('a lying phone leaves room to read above its keyboard', async ({ walkie, person }) => {
  const context = await person({
    viewport: { width: 844, height: 390 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  const site = await onSite(walkie, page);
  await launcher(page).tap();
  const widget = frameOf(page);
  await widget.locator('textarea').waitFor();
  await write(widget, 'from a lying phone');
  await expect(own(widget, 'lying')).toContainText('Sent');
  expect(await panel(page).boundingBox()).toMatchObject({ x: 0, y: 0, width: 844, height: 390 });
  // The keyboard takes more than half of the height.
  await page.setViewportSize({ width: 844, height: 180 });
  await expect
    .poll(async () => (await widget.locator('[role=log]').boundingBox())?.height)
    .toBeGreaterThan(90);
  await expect(own(widget, 'lying')).toBeInViewport();
  await expect(widget.locator('textarea')).toBeInViewport();
  await site.close();
});
