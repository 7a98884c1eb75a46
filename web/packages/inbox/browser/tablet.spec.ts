// Where there is little room: nothing is cut to nothing, pushed out or laid over something else.
import { expect, type Page, test } from '@playwright/test';
import { log, reply, visit } from './visit.ts';

/** What of these elements reaches out of its box or lies over another of them. */
function collisions(page: Page, box: string, parts: string) {
  return page.evaluate(
    ([boxName, partName]) => {
      const outer = document.querySelector(boxName ?? '');
      if (outer === null) return [`no ${boxName}`];
      const room = outer.getBoundingClientRect();
      const shown = [...outer.querySelectorAll(partName ?? '')]
        .map((one) => ({ one, at: one.getBoundingClientRect() }))
        .filter(({ at }) => at.width > 1 && at.height > 1);
      const named = (one: Element) => one.getAttribute('aria-label') ?? one.textContent;
      const found: string[] = [];
      for (const { one, at } of shown) {
        const out = at.left < room.left - 1 || at.right > room.right + 1;
        if (out || at.top < room.top - 1 || at.bottom > room.bottom + 1)
          found.push(`${named(one)} is outside`);
        for (const other of shown) {
          if (one === other.one || one.contains(other.one) || other.one.contains(one)) continue;
          const wide = Math.min(at.right, other.at.right) - Math.max(at.left, other.at.left);
          const high = Math.min(at.bottom, other.at.bottom) - Math.max(at.top, other.at.top);
          if (wide > 1 && high > 1) found.push(`${named(one)} lies over ${named(other.one)}`);
        }
      }
      return found;
    },
    [box, parts],
  );
}

/** Texts that are cut although somebody has to read them. */
const cut = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluateAll((all) =>
      all
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${one.textContent}: ${one.clientWidth} of ${one.scrollWidth} px`),
    );

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
