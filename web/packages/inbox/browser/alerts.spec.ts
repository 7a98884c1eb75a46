// What calls an agent: title, sound and notifications, over all conversations, pages and tabs.
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { ORIGIN } from './live.ts';
import { under } from './rooms.ts';
import { log, visit } from './visit.ts';
import { hint, personOf, say, type World } from './world.ts';

/** Counts rings and notifications; `away`: nobody is in front of this page. */
async function listen(context: BrowserContext) {
  await context.addInitScript(() => {
    const heard = { rings: 0, notes: [] as string[] };
    Object.assign(window, { heard });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      heard.rings += 1;
      start.call(this, when);
    };
    class Note extends EventTarget {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title: string, options: { renotify?: boolean; tag?: string }) {
        super();
        heard.notes.push(`${title}${options.renotify ? '' : ' (silent)'}`);
      }
      close() {}
    }
    Object.assign(window, { Notification: Note });
    document.hasFocus = () => !('away' in window);
  });
}
const notes = (page: Page) =>
  page.evaluate(() => (window as unknown as { heard: { notes: string[] } }).heard.notes);
const away = (page: Page, is = true) =>
  page.evaluate((gone) => {
    if (gone) Object.assign(window, { away: true });
    else delete (window as { away?: boolean }).away;
    window.dispatchEvent(new Event(gone ? 'blur' : 'focus'));
  }, is);
const count = async (page: Page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
const free = (world: World) => {
  for (const row of world.rows.values()) Object.assign(row, { unread: 0, read_seq: row.last_seq });
};

test('the title counts what concerns the agent, on every page, whatever list is shown', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent?view=all&status=resolved');
  const waits = [...world.rows.values()].filter(
    (row) => row.status === 'open' && row.unread > 0 && row.assignee_id !== 2,
  ).length;
  expect(waits).toBeGreaterThan(2);
  await expect.poll(() => count(page)).toBe(waits);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveTitle(`(${waits}) My preferences · Walkie`);
  say(world, 6, { content: 'unread before? no' });
  const more = (world.rows.get(6)?.unread ?? 0) > 1 ? 0 : 1;
  await expect.poll(() => count(page)).toBe(waits + more);
});

test('the first message calls, the second too, a hand-over too; on Settings as well', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/settings', { listen });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect
    .poll(() => world.requests.filter((one) => one === 'GET /conversations').length)
    .toBeGreaterThan(2);
  await away(page);
  say(world, 3, { content: 'one' });
  await expect.poll(() => notes(page)).toHaveLength(1);
  // What comes in one go calls once; what comes later calls again.
  say(world, 3, { content: 'one, and' });
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 5000;
  });
  say(world, 3, { content: 'two' });
  await expect.poll(() => notes(page)).toHaveLength(2);
  expect((await notes(page)).join()).not.toContain('silent');
  const row = world.rows.get(2);
  const updated_at = new Date().toISOString();
  Object.assign(row ?? {}, { assignee_id: 1, assignee: personOf(1), updated_at });
  if (row) row.version += 1;
  hint(world, 2);
  await expect
    .poll(() => notes(page))
    .toContain('A conversation was assigned to you: Ava Thompson');
});

test('one tab rings for all, and reading in one clears the others', async ({ browser }) => {
  const { page, world, context } = await visit(browser, '/agent?view=unassigned', {
    listen,
    before: free,
  });
  const second = await context.newPage();
  await second.goto(`${ORIGIN}/agent?view=all`);
  await expect(second.locator('[data-row]').first()).toBeVisible();
  for (const tab of [page, second]) await away(tab);
  say(world, 3, { content: 'hello?' });
  for (const tab of [page, second]) await expect.poll(() => count(tab)).toBe(1);
  expect((await notes(page)).length + (await notes(second)).length).toBe(1);
  await away(second, false);
  await second.locator('[data-row="3"]').click();
  await expect(log(second).getByText('hello?')).toBeVisible();
  for (const tab of [page, second]) await expect.poll(() => count(tab)).toBe(0);
  // Somebody looks at it: nobody is called.
  say(world, 3, { content: 'there?' });
  await expect(log(second).getByText('there?')).toBeVisible();
  for (const tab of [page, second]) await expect.poll(() => count(tab)).toBe(0);
  expect((await notes(page)).length + (await notes(second)).length).toBe(1);
});

test('notifications are offered where something calls', async ({ browser }) => {
  const { page } = await visit(browser, '/agent?view=all', { ask: true });
  const offer = page.getByRole('region', { name: 'Browser notifications' });
  await expect(offer).toBeVisible();
  // One line beside the list, not a box over its rows.
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    expect((await offer.boundingBox())?.height).toBeLessThanOrEqual(40);
    expect(await under(page, '[aria-label="Browser notifications"]')).toEqual([]);
  }
  await offer.getByRole('button', { name: 'Do not ask again' }).click();
  await expect(offer).toBeHidden();
  expect(await page.evaluate(() => localStorage['walkie.inbox.preferences'])).toContain(
    '"notifyOffered":true',
  );
});
