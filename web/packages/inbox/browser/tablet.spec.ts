// Where there is little room: nothing is cut to nothing, pushed out or laid over something else.
import { expect, test } from '@playwright/test';
import { collisions, cut } from './rooms.ts';
import { log, reply, visit } from './visit.ts';

for (const width of [768, 820, 1024]) {
  for (const locale of ['en', 'zh-CN']) {
    test(`the thread's header and the list at ${width} px, ${locale}`, async ({ browser }) => {
      const { page } = await visit(browser, '/agent/c/2?view=all', {
        viewport: { width, height: 1180 },
        prefer: { theme: 'light', locale, details: false },
        size: { conversations: 1200 },
      });
      await expect(log(page).locator('article').first()).toBeVisible();
      await expect(page.locator('#thread header p')).toBeVisible();
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
  await expect(page.locator('#thread header p')).toBeVisible();
  expect(await collisions(page, '#thread header', 'h2, p, button')).toEqual([]);
  expect(await cut(page, '#thread header h2')).toEqual([]);
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 820, height: 1180 },
  { width: 390, height: 780 },
]) {
  test(`a toast covers neither header nor composer: ${viewport.width} px`, async ({ browser }) => {
    const { page } = await visit(browser, '/agent/c/4?view=all', { viewport });
    await expect(log(page).locator('article').first()).toBeVisible();
    await page.keyboard.press('Alt+w');
    const said = page.locator('[data-sonner-toast]').first();
    await expect(said).toBeVisible();
    await said.evaluate((one) =>
      Promise.allSettled(one.getAnimations().map(({ finished }) => finished)),
    );
    const toast = await said.boundingBox();
    const header = await page.locator('#thread header').boundingBox();
    const send = await page.getByRole('button', { name: 'Send', exact: true }).boundingBox();
    if (!toast || !header || !send) throw new Error('something is not drawn');
    expect(toast.y).toBeGreaterThanOrEqual(header.y + header.height - 1);
    expect(toast.y + toast.height).toBeLessThan(send.y);
    expect(toast.x).toBeGreaterThanOrEqual(0);
    expect(toast.x + toast.width).toBeLessThanOrEqual(viewport.width);
    const font = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).fontFamily);
    expect(await font('[data-sonner-toast]')).toBe(await font('body'));
  });
}
