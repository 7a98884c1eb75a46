// What stands in the place of a part that could not be drawn: it can be read, and the rest goes on.
import { type BrowserContext, expect, test } from '@playwright/test';
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

test('a file that is gone after an upgrade asks for a reload, and covers no control', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  await page.route(/assets\/KeySheet/, (route) => route.abort());
  await log(page).focus();
  await page.keyboard.press('?');
  const said = page.getByRole('alert').filter({ hasText: 'Walkie was updated.' });
  await expect(said).toBeVisible();
  expect(await under(page, '[data-toast]')).toEqual([]);
  // It stays until somebody closes it.
  await said.getByRole('button', { name: 'Close' }).click();
  await expect(said).toBeHidden();
});
