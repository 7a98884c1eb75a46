// In the widget, too, the focus is never nowhere: what is pressed may go, and somebody types on.
import { expect, type Page, test } from '@playwright/test';
import { PlayedServer, walkie } from './support/played_server.ts';

const field = (page: Page) => page.locator('textarea');
const write = async (page: Page, text: string) => {
  await field(page).fill(text);
  await field(page).press('Enter');
};

test('what vanishes under the focus leaves it in the composer', async ({ page, context }) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await write(page, 'refuse me');
  for (const name of ['Try again', 'Remove']) {
    const button = page.getByRole('button', { name });
    await button.focus();
    await button.press('Enter');
    if (name === 'Remove') await expect(button).toHaveCount(0);
    await expect(field(page)).toBeFocused();
    await expect(page.locator('.line')).toHaveCount(name === 'Remove' ? 0 : 1);
  }
  await write(page, 'kept');
  await expect(page.locator('.line.me')).toContainText('Sent');
  for (let n = 1; n <= 60; n++) server.say(`line ${n}`);
  await page.locator('.log').evaluate((log) => {
    log.scrollTop = 0;
  });
  await page.locator('.jump').press('Enter');
  await expect(page.locator('.jump')).toHaveCount(0);
  await expect(field(page)).toBeFocused();
});

test('the menu and the question give the focus back', async ({ page, context }) => {
  await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await write(page, 'hello');
  const menu = page.locator('[aria-haspopup=menu]');
  for (const at of [0, 1, 0, 1]) {
    await menu.press('Enter');
    await page.getByRole('menuitem').nth(at).press('Enter');
    await expect(menu).toBeFocused();
  }
  for (const answer of ['Cancel', 'Forget']) {
    await menu.press('Enter');
    await page.getByRole('menuitem', { name: 'Forget me' }).press('Enter');
    await page.getByRole('button', { name: answer, exact: true }).press('Enter');
    await expect(page.locator('dialog')).toHaveCount(0);
    await expect(menu).toBeFocused();
  }
});
