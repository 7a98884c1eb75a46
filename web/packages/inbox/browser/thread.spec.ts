// What a thread shows: where it opens, what is read, what is followed.
import { expect, test } from '@playwright/test';
import { atRest } from '../../../e2e/tests/support/at_rest.ts';
import { bottomGap, log, reply, told, visit } from './visit.ts';
import { say } from './world.ts';

for (const unread of [2, 11, 50, 140])
  for (const how of ['by link', 'by click'] as const)
    test(`opens at the first of ${unread} unread and reads what is seen: ${how}`, async ({
      browser,
    }) => {
      const size = { messages: 150, unread, conversations: 20 };
      const path = how === 'by link' ? '/agent/c/1?view=all' : '/agent?view=all';
      const { page, world } = await visit(browser, path, { size });
      if (how === 'by click') await page.locator('[data-row="1"]').click();
      const divider = page.getByText(unread === 1 ? '1 new message' : `${unread} new messages`);
      await expect(divider).toBeInViewport();
      const last = world.rows.get(1)?.last_seq ?? 0;
      await expect.poll(() => told(world).length).toBeGreaterThan(0);
      await atRest(page);
      await expect(divider).toBeInViewport();
      if (unread > 10) {
        expect(Math.max(...told(world))).toBeLessThan(last);
        expect(world.rows.get(1)?.unread).toBeGreaterThan(0);
        await log(page).press('End');
      }
      await expect.poll(() => world.rows.get(1)?.unread).toBe(0);
      await expect(log(page).locator('article').last()).toBeInViewport();
    });

test('what arrives while nobody looks is not read, and waits under a divider', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  await expect.poll(() => world.rows.get(4)?.unread).toBe(0);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const before = world.rows.get(4)?.last_seq ?? 0;
  for (let n = 1; n <= 30; n += 1) say(world, 4, { content: `while away ${n}` });
  await expect(page.getByText('30 new messages')).toBeInViewport();
  await atRest(page);
  expect(Math.max(...told(world))).toBeLessThanOrEqual(before);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => Math.max(...told(world))).toBeGreaterThan(before);
  await atRest(page);
  await expect(page.getByText('30 new messages')).toBeInViewport();
  expect(world.rows.get(4)?.unread).toBeGreaterThan(0);
});

test('loads older messages without a jump', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/1?view=all');
  await expect.poll(() => bottomGap(page)).toBeLessThan(2);
  const first = () => log(page).evaluate((box) => box.scrollTop);
  await log(page).hover();
  // To just above the place where loading begins, in steps: what is passed is measured.
  for (let top = await first(); top > 720; top = await first()) {
    await page.mouse.wheel(0, -Math.min(500, top - 700));
    await expect.poll(first).toBeLessThan(top);
    await atRest(page); // the next step begins where this one ends
  }
  expect(world.requests.filter((line) => line === 'GET /messages')).toHaveLength(2);
  // Every message has a minute of its own: its time names it.
  const places = () =>
    log(page).evaluate((box) => {
      const rows = [...box.querySelectorAll('article')];
      return rows.map(
        (row) => [row.querySelector('time')?.dateTime, row.getBoundingClientRect().top] as const,
      );
    });
  // One that is in sight, once what was scrolled to is drawn: others may leave the page unseen.
  await atRest(page);
  const seen = (await places()).find(([, top]) => top > 200 && top < 600);
  if (!seen) throw new Error('no message is in sight');
  const [time, before] = seen;
  await page.mouse.wheel(0, -150);
  await expect.poll(first).toBeGreaterThan(1500);
  const moved = async () =>
    ((await places()).find(([one]) => one === time)?.[1] ?? Number.NaN) - before;
  await expect.poll(async () => Math.abs((await moved()) - 150)).toBeLessThan(4);
});

test('follows the bottom only when there, else counts', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/1?view=all');
  await expect.poll(() => bottomGap(page)).toBeLessThan(2);
  say(world, 1, { content: 'one **more** thing' });
  await expect(log(page).getByText('one more thing')).toBeInViewport();
  await log(page).hover();
  await page.mouse.wheel(0, -900);
  await expect(page.getByRole('button', { name: 'Go to the latest message' })).toBeVisible();
  // A wheel turns on after the call: the place is one once everything has come to rest.
  await expect.poll(() => bottomGap(page)).toBeGreaterThan(800);
  await atRest(page);
  const place = await log(page).evaluate((box) => box.scrollTop);
  say(world, 1, { content: 'are you there?' });
  const jump = page.getByRole('button', { name: '1 new message' });
  await expect(jump).toBeVisible();
  expect(Math.abs((await log(page).evaluate((box) => box.scrollTop)) - place)).toBeLessThan(2);
  await jump.click();
  await expect(log(page).getByText('are you there?')).toBeInViewport();
  await expect(jump).toBeHidden();
});

test('a click in the thread leaves it at the bottom', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/1?view=all', { size: { unread: 0 } });
  await expect(log(page).locator('article').last()).toBeInViewport();
  await atRest(page);
  await log(page).locator('[data-bubble]').last().click();
  await reply(page).fill('one\ntwo\nthree\nfour\nfive\nsix');
  await expect(log(page).locator('article').last()).toBeInViewport({ ratio: 1 });
  await expect.poll(() => bottomGap(page)).toBeLessThan(2);
  await reply(page).pressSequentially(' and seven');
  await atRest(page);
  expect(await bottomGap(page)).toBeLessThan(2);
  say(world, 1, { content: 'after the click' });
  await expect(log(page).getByText('after the click')).toBeInViewport();
});

test('a priority is set with the keyboard alone', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  const menu = (word: string) => page.getByRole('button', { name: `Priority: ${word}. Change it` });
  await menu('No priority').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'No priority' })).toBeChecked();
  await page.getByRole('menuitemradio', { name: 'Urgent' }).focus();
  await page.keyboard.press('Enter');
  await expect(menu('Urgent')).toBeFocused();
  expect(world.rows.get(4)).toMatchObject({ priority: 'urgent' });
});

test('private notes stand between the messages, in the order of time', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/1?view=all', { size: { unread: 0 } });
  await expect(log(page).locator('article').last()).toBeInViewport();
  const times = () =>
    log(page)
      .locator('article time')
      .evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''));
  const notes = log(page).locator('article', { hasText: 'Private note' });
  expect(await notes.count()).toBeGreaterThan(0);
  await atRest(page);
  const drawn = await times();
  expect(drawn).toEqual([...drawn].sort());
  say(world, 1, { content: 'after all notes' });
  await expect(log(page).locator('article').last()).toContainText('after all notes');
});

test('the divider goes when the agent answers, and with the thread when it was read', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent/c/1?view=all');
  const divider = log(page).getByText('2 new messages');
  await expect(divider).toBeVisible();
  await page.keyboard.press('Alt+p');
  await page.getByRole('textbox', { name: 'Private note' }).fill('only for us');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('only for us')).toBeVisible();
  await expect(divider).toBeVisible();
  await page.keyboard.press('Alt+l');
  await page.getByRole('textbox', { name: 'Reply' }).fill('for you');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('for you')).toBeInViewport();
  await expect(divider).toHaveCount(0);
  await page.locator('[data-row="6"]').click();
  const other = log(page).getByText('2 new messages');
  await expect(other).toBeVisible();
  await page.locator('[data-row="4"]').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Mateo García' }).first()).toBeVisible();
  await page.locator('[data-row="6"]').click();
  await expect(log(page).locator('article').first()).toBeVisible();
  await expect(other).toHaveCount(0);
});
