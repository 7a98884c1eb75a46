// A network that answers in Walkie's place: the page says so, and keeps what was written.
import { expect, test } from '@playwright/test';
import { log, reply, visit } from './visit.ts';

const PORTAL = { status: 200, contentType: 'text/html', body: '<h1>Sign in to this network</h1>' };
const API = /\/(messages|conversations|me|agents|inboxes)([/?]|$)/;

test('a page of somebody else is no answer: it is said, and the message waits', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  await page.route(API, (route) => route.fulfill(PORTAL));
  await reply(page).fill('behind a portal');
  await reply(page).press('Enter');
  await expect(page.getByText('This network may want you to sign in first.')).toBeVisible();
  await expect(log(page).getByText('Not sent')).toHaveCount(0);
  await page.unroute(API);
  await expect
    .poll(() => world.logs.get(4)?.everyone.at(-1)?.content, { timeout: 20_000 })
    .toBe('behind a portal');
  await expect(page.getByText('This network may want you to sign in first.')).toHaveCount(0);
});

for (const [locale, said] of [
  ['en', 'This network may want you to sign in first'],
  ['zh-CN', '可能需要先登录当前网络'],
] as const)
  test(`before the inbox is there, too: ${locale}`, async ({ browser }) => {
    const prefer = { theme: 'light', locale };
    const { page } = await visit(browser, '/agent/nowhere', { prefer });
    await page.route(API, (route) => route.fulfill(PORTAL));
    await page.reload();
    await expect(page.getByText(said)).toBeVisible();
  });
