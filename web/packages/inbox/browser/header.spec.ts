// The thread's header at every width, beside every other pane, with long names, in both languages.
import { expect, type Page, test } from '@playwright/test';
import { collisions, cut } from './rooms.ts';
import { visit } from './visit.ts';
import { personOf, type World } from './world.ts';

const WIDTHS = [320, 360, 390, 430, 480, 600, 767, 768, 820, 900, 1024, 1087, 1088, 1180];
WIDTHS.push(1280, 1366, 1440, 1536, 1680, 1920);
const NAME = 'Wolfeschlegelsteinhausenbergerdorff von Waltershausen';

/** What is wrong with the header as it stands now. */
async function faults(page: Page): Promise<string[]> {
  const found = await collisions(page, '#thread header', 'h2, p, button');
  found.push(...(await cut(page, '#thread header p > span:first-child, #thread header button')));
  const name = await page.locator('#thread header h2').evaluate((one) => {
    const ruler = document.createElement('span');
    ruler.style.cssText = 'position: absolute; width: 12ch';
    one.append(ruler);
    const least = ruler.getBoundingClientRect().width;
    ruler.remove();
    const header = one.closest('header')?.getBoundingClientRect().width ?? 0;
    return { width: one.getBoundingClientRect().width, least, header };
  });
  if (name.width < Math.max(name.least, name.header / 4))
    found.push(`the name has ${name.width} of ${name.header} px`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  return found;
}

/** As wide as its buttons can get: somebody else has it, and a colleague looks on. */
const long =
  (assignee: 'nobody' | 'somebody') =>
  ({ rows }: World) => {
    const row = rows.get(1);
    if (row === undefined) return;
    Object.assign(row.visitor, { name: NAME });
    const person = { ...personOf(2), name: 'Anastasia-Wilhelmina Silva' };
    const taken = { assignee_id: 2, assignee: person };
    const free = { assignee_id: null, assignee: null };
    Object.assign(row, { priority: 'medium', status: 'resolved' });
    Object.assign(row, assignee === 'nobody' ? free : taken);
  };

for (const locale of ['en', 'zh-CN'])
  for (const assignee of ['nobody', 'somebody'] as const)
    test(`no width leaves the name without room: ${locale}, ${assignee} has it`, async ({
      browser,
    }) => {
      test.setTimeout(90_000);
      const { page } = await visit(browser, '/agent/c/1?view=all&status=any', {
        viewport: { width: 1920, height: 800 },
        prefer: { theme: 'light', locale, details: false, listWidth: 260 },
        size: { conversations: 9, messages: 9, unread: 0 },
        before: long(assignee),
      });
      await expect(page.locator('#thread header p')).toBeVisible();
      const found: Record<string, string[]> = {};
      const sweep = async (panes: string) => {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          const here = await faults(page);
          if (here.length > 0) found[`${panes}, ${width} px`] = here;
        }
      };
      const details = page.locator('#thread header button[aria-expanded]').last();
      await sweep('list 260');
      await details.click();
      await sweep('list 260, details');
      const splitter = page.getByRole('separator');
      for (let width = 260; width < 480; width += 16) await splitter.press('ArrowRight');
      await sweep('list 480, details');
      await details.click();
      await sweep('list 480');
      expect(found).toEqual({});
    });

test('what is folded away is in the menu', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all', { phone: true });
  const header = page.locator('#thread header');
  const more = header.getByRole('button', { name: 'More' });
  await more.click();
  await page.getByRole('menuitemradio', { name: 'Urgent' }).click();
  await expect.poll(() => world.rows.get(4)).toMatchObject({ priority: 'urgent' });
  await more.click();
  await page.getByRole('menuitemradio', { name: 'Pending' }).click();
  await expect.poll(() => world.rows.get(4)).toMatchObject({ status: 'pending' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Show details' }).click();
  await expect(page.getByRole('dialog', { name: 'Details' })).toBeVisible();
});
