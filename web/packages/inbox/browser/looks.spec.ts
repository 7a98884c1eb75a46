// What must stay visible or in place: forced colours, dropped files, the first moment, Back on phones.
import { expect, test } from '@playwright/test';
import { ORIGIN } from './live.ts';
import { log, reply, visit } from './visit.ts';

test('forced colours show what is selected, and where a bubble ends', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/1?view=all');
  await page.emulateMedia({ forcedColors: 'active' });
  await expect(log(page).locator('[data-bubble]').last()).toBeVisible();
  const look = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor);
  const plain = await look('[data-row="2"]');
  expect(await look('[data-row="1"]')).not.toBe(plain);
  const tab = (state: string) => look(`[role=tab][data-state=${state}]`);
  expect(await tab('active')).not.toBe(await tab('inactive'));
  const border = await log(page)
    .locator('[data-bubble]')
    .last()
    .evaluate((one) => getComputedStyle(one).borderTopStyle);
  expect(border).toBe('solid');
});

test('a dropped file does not replace the app', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/4?view=all');
  await expect(reply(page)).toBeVisible();
  const kept = await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.txt'));
    const event = (type: string) =>
      new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
    const target = document.querySelector('[role=log]') ?? document.body;
    return ['dragover', 'drop'].map((type) => !target.dispatchEvent(event(type)));
  });
  expect(kept).toEqual([true, true]);
});

test('something is on the page before the scripts are', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.route('**/*', (route) =>
    route.request().resourceType() === 'script' ? route.abort() : route.continue(),
  );
  const { readFileSync } = await import('node:fs');
  await page.setContent(
    readFileSync(new URL('../../../dist/agent/index.html', import.meta.url), 'utf8'),
  );
  await expect(page.getByRole('img', { name: 'Walkie' })).toBeVisible();
});

test('on a phone Back in the app and Back of the system go the same way', async ({ browser }) => {
  const { page } = await visit(browser, '/agent?view=all', { phone: true });
  await page.locator('[data-row="4"]').click();
  await expect(page).toHaveURL(/\/c\/4/);
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page).toHaveURL(`${ORIGIN}/agent?view=all`);
  // It went back and did not push: the thread lies ahead, and behind the list is what was before.
  await page.goForward();
  await expect(page).toHaveURL(/\/c\/4/);
});

test('an agent who has nothing starts where somebody waits, with three clicks to an answer', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent', {
    before: (made) => {
      for (const row of made.rows.values()) if (row.assignee_id === 1) row.assignee_id = 2;
    },
  });
  await expect(page.getByRole('tab', { name: /Unassigned/ })).toHaveAttribute(
    'data-state',
    'active',
  );
  await page.locator('[data-row]').first().click();
  await expect(reply(page)).toBeFocused();
  await page.keyboard.type('Here I am');
  await page.keyboard.press('Enter');
  const said = () =>
    [...world.logs.values()].some((one) => one.everyone.at(-1)?.content === 'Here I am');
  await expect.poll(said).toBe(true);
});
