// A browser that blocks third-party storage: the frame may keep nothing, the host page's loader does.

import { expect, test } from '@playwright/test';
import { openShop, PlayedServer, shop } from './support/played_server.ts';

/** What Chromium does to a frame of another site when third-party storage is blocked. */
const block = () => {
  if (window.parent === window) return;
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('Access is denied.', 'SecurityError');
      },
    });
  LockManager.prototype.request = () =>
    Promise.reject(new DOMException('Access is denied.', 'SecurityError'));
};

test('a message queued while the server is away, and the draft, outlive a reload', async ({
  context,
}) => {
  const server = await PlayedServer.on(context);
  await openShop(context);
  await context.addInitScript(block);
  const page = await context.newPage();
  const frame = page.frameLocator('walkie-widget iframe');
  const field = frame.locator('textarea');
  const own = (text: string) => frame.locator('.line.me').filter({ hasText: text });
  const open = async () => {
    if (!(await field.isVisible())) await page.locator('walkie-widget button').click();
    await expect(field).toBeVisible();
  };
  await page.goto(shop);
  await open();
  await field.fill('hello');
  await field.press('Enter');
  await expect(own('hello')).toContainText('Sent');
  await server.lose('all');
  await field.fill('written in a tunnel');
  await field.press('Enter');
  await expect(own('written in a tunnel')).toContainText('Sending');
  await field.fill('and one more th');
  server.down = false;
  await page.reload();
  await expect(own('written in a tunnel')).toHaveCount(1);
  await expect(own('written in a tunnel')).toContainText(/Sent|Delivered|Seen/);
  await expect(field).toHaveValue('and one more th');
  expect(server.log.map(({ content }) => content)).toEqual(['hello', 'written in a tunnel']);
});
