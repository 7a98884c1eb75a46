// What stands in the place of a part that could not be drawn: it can be read, and the rest goes on.
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { under } from './rooms.ts';
import { accessible, log, visit } from './visit.ts';
import type { World } from './world.ts';

/** A conversation and a message that no page can draw. */
const broken = ({ rows, logs }: World) => {
  Object.assign(rows.get(5) ?? {}, { visitor: null });
  Object.assign(logs.get(4)?.everyone[0] ?? {}, { content: 7 });
};
// The errors are meant; the browser's own report of them would fail the test.
const listen = async (context: BrowserContext) => {
  await context.addInitScript(() => addEventListener('error', (event) => event.preventDefault()));
};

for (const [theme, system, paper] of [
  ['dark', 'light', 'rgb(12, 17, 15)'],
  ['light', 'dark', 'rgb(250, 250, 247)'],
] as const) {
  test(`every pane can be read in a ${theme} theme on a ${system} system`, async ({ browser }) => {
    const how = { prefer: { theme, locale: 'en', details: true }, before: broken, listen };
    const { page } = await visit(browser, '/agent/c/5?view=all', how);
    await page.emulateMedia({ colorScheme: system });
    const pane = page.getByRole('heading', { name: 'This part could not be shown' });
    await expect(pane).toBeVisible();
    const html = () => page.evaluate(() => getComputedStyle(document.documentElement).background);
    expect(await html()).toContain(paper);
    // The list goes on beside it, and its one bad row stays a row.
    await expect(page.getByText('This conversation could not be shown')).toBeVisible();
    await accessible(page);
    await page.locator('[data-row="4"]').click();
    await expect(log(page).getByText('This message could not be shown')).toBeVisible();
    await expect(log(page).locator('article')).toHaveCount(2);
    await accessible(page);
  });
}

test('older messages that do not come are asked for by hand, above the messages', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent/c/1?view=all', { size: { unread: 0 } });
  await expect(log(page).locator('article').last()).toBeInViewport();
  await page.route(/before_seq/, (route) => route.abort());
  await log(page).hover();
  const failed = page.getByRole('status').filter({ hasText: 'Older messages did not load.' });
  await expect(async () => {
    await page.mouse.wheel(0, -900);
    await expect(failed).toBeVisible({ timeout: 200 });
  }).toPass();
  const [bar, box] = [await failed.boundingBox(), await log(page).boundingBox()];
  expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeLessThanOrEqual((box?.y ?? 0) + 1);
  await accessible(page);
  await page.unroute(/before_seq/);
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(failed).toBeHidden();
});

/** Every part whose file comes later, and how one asks for it. */
const LATER = [
  { file: 'Palette', ask: (page: Page) => page.keyboard.press('Control+k'), there: '[cmdk-root]' },
  { file: 'KeySheet', ask: (page: Page) => page.keyboard.press('?'), there: 'dl' },
  {
    file: 'SettingsPage',
    ask: (page: Page) => page.locator('nav a[href="/agent/settings"]').click(),
    there: 'main [role=switch]',
  },
] as const;
const SAID = {
  en: ['This part could not be loaded', 'Walkie was updated', 'Try again'],
  'zh-CN': ['这一部分未能加载', 'Walkie 已更新', '重试'],
} as const;

for (const { file, ask, there } of LATER)
  for (const locale of ['en', 'zh-CN'] as const)
    test(`${file}: a file that does not come says so, and comes when asked again: ${locale}`, async ({
      browser,
    }) => {
      const prefer = { theme: locale === 'en' ? 'light' : 'dark', locale, details: true };
      const { page } = await visit(browser, '/agent/c/4?view=all', { prefer });
      await expect(log(page).locator('article').first()).toBeVisible();
      const gone = new RegExp(`assets/${file}-`);
      await page.route(gone, (route) =>
        locale === 'en' ? route.abort() : route.fulfill({ status: 404 }),
      );
      await log(page).focus();
      await ask(page);
      const [title, why, again] = SAID[locale];
      await expect(page.getByText(title).first()).toBeVisible();
      await expect(page.getByText(why).first()).toBeVisible();
      // By keyboard: what should have opened over the page has the focus, a page is reached by Tab.
      const retry = page.getByRole('button', { name: again });
      const has = () => retry.evaluate((button) => button === document.activeElement);
      if (file !== 'SettingsPage') await expect(retry).toBeFocused();
      for (let n = 0; n < 12 && !(await has()); n += 1) await page.keyboard.press('Tab');
      await accessible(page);
      // It fails once more and says so once more.
      await page.keyboard.press('Enter');
      await expect(retry).toBeFocused();
      await page.unroute(gone);
      await page.keyboard.press('Enter');
      await expect(page.locator(there).first()).toBeVisible();
      await expect(retry).toHaveCount(0);
    });

test('what could not be opened can be given up, and asked for again', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  await page.route(/assets\/KeySheet/, (route) => route.abort());
  await log(page).focus();
  await page.keyboard.press('?');
  const said = page.locator('[data-toast]').filter({ hasText: 'could not be loaded' });
  const retry = said.getByRole('button', { name: 'Try again' });
  await expect(retry).toBeFocused();
  expect(await under(page, '[data-toast]')).toEqual([]);
  // It stays until somebody closes it, and gives the focus back.
  await said.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(said).toBeHidden();
  await expect(log(page)).toBeFocused();
  // Or Escape does; and the key asks again while it stands there.
  await page.keyboard.press('?');
  await expect(retry).toBeFocused();
  await page.keyboard.press('?');
  await expect(retry).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(said).toBeHidden();
  await expect(log(page)).toBeFocused();
  await page.unroute(/assets\/KeySheet/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

for (const path of ['/agent/sign-in', '/agent/setup#good'])
  test(`the first page has files of its own: ${path}`, async ({ browser }) => {
    const gone = /assets\/(SignIn|SetUp)-/;
    const { page } = await visit(browser, '/agent/nowhere', { size: { signedIn: false } });
    await page.route(gone, (route) => route.abort());
    await page.goto(new URL(path, page.url()).href);
    const retry = page.getByRole('button', { name: 'Try again' });
    const said = page.getByRole('heading', { name: 'could not be loaded' });
    await expect(said).toBeVisible();
    await page.unroute(gone);
    await retry.press('Enter');
    await expect(said).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
