// Where there is little room: nothing is cut to nothing, pushed out or laid over something else.
import { expect, type Page, test } from '@playwright/test';
import { collisions, cut } from './rooms.ts';
import { log, reply, visit } from './visit.ts';

/** The row comes in one answer and the presence in another: only with both is the header measured. */
async function whole(page: Page) {
  await expect(page.locator('#thread header h2')).toHaveText(/./);
  await expect(page.locator('#thread header p')).toBeVisible();
}

for (const width of [768, 820, 1024]) {
  for (const locale of ['en', 'zh-CN']) {
    test(`the thread's header and the list at ${width} px, ${locale}`, async ({ browser }) => {
      const { page } = await visit(browser, '/agent/c/2?view=all', {
        viewport: { width, height: 1180 },
        prefer: { theme: 'light', locale, details: false },
        size: { conversations: 1200 },
      });
      await expect(log(page).locator('article').first()).toBeVisible();
      await whole(page);
      expect(await collisions(page, '#thread header', 'h2, p, button')).toEqual([]);
      expect(await cut(page, '#thread header h2')).toEqual([]);
      expect(await cut(page, '#thread header p > span:first-child')).toEqual([]);
      const tabs = '[role=tablist]:has([id*=unassigned])';
      await expect(page.getByRole('tab', { name: /999\+/ })).toBeVisible();
      expect(await collisions(page, tabs, '[role=tab]')).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      await reply(page).or(page.locator('textarea')).first().focus();
      expect(await collisions(page, '#thread', '#thread > header, [role=log], textarea')).toEqual(
        [],
      );
    });
  }
}

test('a phone has room for the name beside the buttons', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/2?view=all', { phone: true });
  await whole(page);
  expect(await collisions(page, '#thread header', 'h2, p, button')).toEqual([]);
  expect(await cut(page, '#thread header h2')).toEqual([]);
});
