// The list of conversations stands still under the reader's eyes, whatever happens above.
import { expect, type Page, test } from '@playwright/test';
import { atRest } from '../../../e2e/tests/support/at_rest.ts';
import { visit } from './visit.ts';
import { hint, say, type World } from './world.ts';

const rows = (page: Page) => page.locator('[data-rows]');
/** Where each row that is whole in sight stands. */
const places = (page: Page) =>
  rows(page).evaluate((box) => {
    const room = box.getBoundingClientRect();
    return Object.fromEntries(
      [...box.querySelectorAll('[data-row]')]
        .map((one) => [one.getAttribute('data-row'), one.getBoundingClientRect()] as const)
        .filter(([, { top, bottom }]) => top >= room.top && bottom <= room.bottom)
        .map(([id, { top }]) => [Number(id), Math.round(top)]),
    );
  });
const newest = (page: Page) => page.locator('[data-row]').first();

async function scrolled(page: Page, top: number) {
  await expect(newest(page)).toBeVisible();
  await rows(page).hover();
  await page.mouse.wheel(0, top);
  await expect.poll(() => rows(page).evaluate((box) => box.scrollTop)).toBeGreaterThan(top - 5);
  await atRest(page);
}

function resolve(world: World, id: number) {
  const row = world.rows.get(id);
  if (row === undefined) throw new Error('no row');
  Object.assign(row, { status: 'resolved', version: row.version + 1 });
  hint(world, id);
}

for (const [what, first, act] of [
  ['a row from below goes to the top', 30, (world: World) => say(world, 30, { content: 'me' })],
  ['a row from above leaves', 2, (world: World) => resolve(world, 2)],
  ['a row from above goes to the top', 4, (world: World) => say(world, 4, { content: 'again' })],
] as const)
  test(`${what}, and nothing else moves`, async ({ browser }) => {
    const { page, world } = await visit(browser, '/agent?view=all', { size: { messages: 3 } });
    await scrolled(page, 700);
    const before = await places(page);
    expect(Object.keys(before).length).toBeGreaterThan(6);
    const changed = page.waitForResponse(/conversations/);
    act(world);
    await changed;
    await expect(async () => {
      const top = await rows(page).evaluate((box) => box.scrollTop);
      expect(Math.abs(top - 700)).toBeLessThan(70);
    }).toPass();
    await atRest(page);
    const after = await places(page);
    for (const [id, top] of Object.entries(before))
      if (Number(id) !== first) expect.soft([id, after[Number(id)]]).toEqual([id, top]);
    // And it did happen.
    await rows(page).evaluate((box) => box.scrollTo(0, 0));
    await atRest(page);
    if (what.includes('leaves')) await expect(page.locator('[data-row="2"]')).toHaveCount(0);
    else await expect(newest(page)).toHaveAttribute('data-row', String(first));
  });

test('the first row in sight goes to the top: its place is closed, the rest stands', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent?view=all', { size: { messages: 3 } });
  await scrolled(page, 700);
  const before = await places(page);
  const [first] = Object.entries(before).sort(([, a], [, b]) => a - b);
  const id = Number(first?.[0]);
  say(world, id, { content: 'back up' });
  await expect.poll(async () => (await places(page))[id]).toBeUndefined();
  await atRest(page);
  const after = await places(page);
  for (const [other, top] of Object.entries(before))
    if (Number(other) !== id) expect([other, after[Number(other)]]).toEqual([other, top]);
});

test('at the very top the newest row comes into sight', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent?view=all', { size: { messages: 3 } });
  await expect(newest(page)).toBeVisible();
  say(world, 40, { content: 'look' });
  await expect(newest(page)).toHaveAttribute('data-row', '40');
  await expect(newest(page)).toBeInViewport();
  expect(await rows(page).evaluate((box) => box.scrollTop)).toBe(0);
});

test('another list begins at its top', async ({ browser }) => {
  const { page } = await visit(browser, '/agent?view=all');
  await scrolled(page, 700);
  await page.getByRole('searchbox').fill('a');
  await expect.poll(() => rows(page).evaluate((box) => box.scrollTop)).toBe(0);
});
