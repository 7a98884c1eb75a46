// What is said beside the work covers none of it: toasts and the way down stand in the flow.
import { expect, type Page, test } from '@playwright/test';
import { atRest } from '../../../e2e/tests/support/at_rest.ts';
import { under } from './rooms.ts';
import { accessible, bottomGap, log, visit } from './visit.ts';
import { say } from './world.ts';

const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 820, height: 1180 },
  { width: 390, height: 780 },
  // A phone with its keyboard up.
  { width: 390, height: 380 },
];
const toasts = (page: Page) => page.locator('[data-toast]');
const inView = (page: Page) =>
  page.evaluate(() => {
    const box = document.querySelector('[role=log]')?.getBoundingClientRect();
    const last = [...document.querySelectorAll('article')].at(-1)?.getBoundingClientRect();
    return (last?.bottom ?? 9999) <= (box?.bottom ?? 0) + 1;
  });

for (const viewport of VIEWPORTS) {
  const named = `${viewport.width} × ${viewport.height}`;
  test(`a toast covers nothing in a thread: ${named}`, async ({ browser }) => {
    const { page } = await visit(browser, '/agent/c/1?view=all', { viewport, size: { unread: 0 } });
    await expect.poll(() => bottomGap(page)).toBeLessThan(2);
    const field = page.getByRole('textbox', { name: 'Reply' });
    await field.fill('one\ntwo\nthree');
    const before = await field.boundingBox();
    await page.keyboard.press('Alt+w');
    await page.keyboard.press('Alt+s');
    await expect(toasts(page)).toHaveCount(2);
    await atRest(page);
    expect(await under(page, '[data-toast]')).toEqual([]);
    // Neither the field nor what was said last has moved out of sight.
    expect(await field.boundingBox()).toEqual(before);
    expect(await inView(page)).toBe(true);
    const font = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).fontFamily);
    expect(await font('[data-toast]')).toBe(await font('body'));
    await accessible(page);
    await toasts(page).last().getByRole('button', { name: 'Undo' }).click();
    await expect(toasts(page)).toHaveCount(1);
  });

  test(`a toast covers nothing in settings and in details: ${named}`, async ({ browser }) => {
    const listen = (context: { grantPermissions: (names: string[]) => Promise<void> }) =>
      context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { page } = await visit(browser, '/agent/settings/install', { viewport, listen });
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await expect(toasts(page)).toBeVisible();
    expect(await under(page, '[data-toast]')).toEqual([]);
    await page.goto(page.url().replace('/settings/install', '/c/4?view=all'));
    await expect(page.locator('#thread header p')).toBeVisible();
    if ((await page.getByRole('button', { name: 'Copy link' }).count()) === 0) {
      const more = page.locator('#thread').getByRole('button', { name: 'More' });
      const folded = await more.isVisible();
      if (folded) await more.click();
      const role = folded ? 'menuitem' : 'button';
      await page.getByRole(role, { name: 'Show details' }).click();
    }
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(toasts(page)).toBeVisible();
    await expect(toasts(page)).toBeInViewport();
    await atRest(page);
    const said = toasts(page);
    const top = await said.evaluate((one) => {
      const { left, top: y, width, height } = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(left + width / 2, y + height / 2));
    });
    expect(top).toBe(true);
  });

  test(`the way down covers no line: ${named}`, async ({ browser }) => {
    const { page, world } = await visit(browser, '/agent/c/1?view=all', {
      viewport,
      size: { unread: 0 },
    });
    await expect.poll(() => bottomGap(page)).toBeLessThan(2);
    await log(page).hover();
    await page.mouse.wheel(0, -700);
    const down = page.getByRole('button', { name: 'Go to the latest message' });
    await expect(down).toBeVisible();
    await atRest(page);
    expect(await under(page, '#thread button:has(.lucide-arrow-down)')).toEqual([]);
    say(world, 1, { content: 'one more' });
    const fresh = page.getByRole('button', { name: '1 new message' });
    await expect(fresh).toBeVisible();
    expect(await under(page, '#thread button:has(.lucide-arrow-down)')).toEqual([]);
    // It goes where it leads, and then there is no more of it.
    await fresh.click();
    await expect(log(page).getByText('one more')).toBeInViewport();
    await expect(fresh).toBeHidden();
    await expect.poll(() => bottomGap(page)).toBeLessThan(2);
  });
}
