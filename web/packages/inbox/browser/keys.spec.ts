// The inbox by keyboard.
import { expect, type Page, test } from '@playwright/test';
import { log, reply, visit } from './visit.ts';

const focused = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

test('Alt+J from the composer goes on writing, Escape goes to the messages', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent/c/1?view=all');
  await reply(page).fill('half');
  await page.keyboard.press('Alt+j');
  await expect(page).toHaveURL(/\/c\/2\?/);
  await expect(reply(page)).toBeFocused();
  await expect(reply(page)).toHaveValue('');
  await page.keyboard.press('Alt+k');
  await expect(reply(page)).toHaveValue('half');
  await expect(reply(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(log(page)).toBeFocused();
  expect(await focused(page)).not.toBe('BODY');
});

test('after Alt+E the next is the one that moved up, and there is an undo', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  const order = () =>
    page
      .locator('[data-row]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  await expect(page.locator('[data-row="4"]')).toBeVisible();
  const rows = await order();
  const after = rows[rows.indexOf('4') + 1];
  await page.keyboard.press('Alt+e');
  await expect(page.locator('[data-row="4"]')).toHaveCount(0);
  await expect(page.getByText('Status: Resolved').last()).toBeVisible();
  await page.keyboard.press('Alt+j');
  await expect(page).toHaveURL(new RegExp(`/c/${after}\\?`));
  await expect(page.getByText('Mateo García · Status: Resolved').last()).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => world.rows.get(4)?.status).toBe('open');
});

test('Ctrl+K then Enter changes nothing, and works in Settings', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(world.requests.filter((line) => line.startsWith('PATCH'))).toEqual([]);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My preferences' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Inbox');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/agent(\?|$)/);
});

test('pending and snoozed are set from the header and by keys', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await page.getByRole('button', { name: 'Status: Open. Change it' }).click();
  await page.getByRole('menuitemradio', { name: /Snoozed/ }).click();
  await expect.poll(() => world.rows.get(4)?.status).toBe('snoozed');
  await expect(log(page).getByText('You snoozed the conversation')).toBeVisible();
  await page.keyboard.press('Alt+w');
  await expect.poll(() => world.rows.get(4)?.status).toBe('pending');
});

test('the thread is one stop for Tab, arrows walk through it', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/1?view=all');
  await expect(log(page).locator('article').last()).toBeVisible();
  const row = page.locator('[data-row="1"]');
  await row.focus();
  let tabs = 0;
  let menus = 0;
  for (; tabs < 30; tabs += 1) {
    if (await reply(page).evaluate((field) => field === document.activeElement)) break;
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('[data-actions]'))) menus += 1;
  }
  expect(tabs).toBeLessThan(16);
  expect(menus, 'of all messages, with links between them').toBe(1);
  await log(page).focus();
  await page.keyboard.press('End');
  for (let n = 0; n < 20; n += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('[data-actions]'))) break;
  }
  const name = () =>
    page.evaluate(() => document.activeElement?.closest('[data-key]')?.getAttribute('data-key'));
  const newest = await name();
  await page.keyboard.press('ArrowUp');
  expect(await name()).not.toBe(newest);
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  expect(await name()).toBe(newest);
});
