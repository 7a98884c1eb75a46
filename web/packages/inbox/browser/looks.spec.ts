// What must stay visible or in place: forced colours, dropped files, the first moment, Back on phones.
import { expect, type Page, test } from '@playwright/test';
import { ORIGIN } from './live.ts';
import { log, reply, visit } from './visit.ts';
import { add } from './world.ts';

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

/** Where lines of this text end, as the character before and the one after. */
const breaks = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((one) => {
      const found: string[] = [];
      const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      let last = { top: Number.NaN, letter: '' };
      for (let node = walk.nextNode(); node; node = walk.nextNode())
        for (let at = 0; at < (node.textContent ?? '').length; at += 1) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const letter = range.toString();
          const { top } = range.getBoundingClientRect();
          if (top - last.top > 4) found.push(last.letter + letter);
          last = { top, letter };
        }
      return found;
    });

const LONG =
  'See https://shop.example.com/orders/2026/11/29/1234567890?utm_source=newsletter&utm_medium=email' +
  '&session=0f8fad5b-d9cd-469f-a165-70867728950e#delivery please';

for (const width of [320, 360, 390, 1280]) {
  test(`a long address breaks behind its signs: ${width} px`, async ({ browser }) => {
    const { page } = await visit(browser, '/agent/c/4?view=all', {
      viewport: { width, height: 800 },
      before: (world) => add(world, 4, { content: LONG }),
    });
    const link = 'article a[href*=shop]';
    await expect(page.locator(link)).toBeVisible();
    const found = await breaks(page, link);
    for (const pair of found) expect(pair).toMatch(/^[/?&=#-]/);
    expect(await page.locator(link).innerText()).toBe(LONG.slice(4, -7));
  });

  test(`a command breaks between its words: ${width} px`, async ({ browser }) => {
    const { page } = await visit(browser, '/agent/settings/install', {
      viewport: { width, height: 800 },
    });
    await expect(page.locator('pre').last()).toBeVisible();
    expect(await page.locator('pre').count()).toBe(2);
    // Nothing that fits into a line stands on two.
    const high = await page.locator('pre [data-word]').evaluateAll((all) =>
      all
        .filter((one) => {
          const ruler = one.cloneNode(true) as HTMLElement;
          ruler.style.cssText = 'position: absolute; max-width: none; white-space: nowrap';
          one.after(ruler);
          const fits = ruler.offsetWidth <= (one.closest('pre')?.clientWidth ?? 0);
          ruler.remove();
          return fits && one.clientHeight > 30;
        })
        .map((one) => one.textContent),
    );
    expect(high).toEqual([]);
    const command = 'walkie admin allow-origin --data DIR --origin https://www.example.com';
    expect(await page.locator('pre').last().innerText()).toBe(command);
  });
}

test('a long name leaves the field of a phone one line', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/4?view=all', {
    viewport: { width: 320, height: 640 },
    before: (world) => {
      const row = world.rows.get(4);
      if (row) row.visitor.name = 'Maximiliana Theodora von Hohenstein-Wolkenburg zu Rabeneck';
    },
  });
  await expect(reply(page)).toHaveAttribute('placeholder', /Rabeneck/);
  const hidden = await reply(page).evaluate((field) => field.scrollHeight - field.clientHeight);
  expect(hidden).toBe(0);
});

test('what is still loading is said in the middle of the thread', async ({ browser }) => {
  const { page } = await visit(browser, '/agent/c/4?view=all');
  await expect(log(page).locator('article').first()).toBeVisible();
  await page.route(/\/messages/, () => new Promise(() => {}));
  await page.locator('[data-row="1"]').click();
  const middle = (one: Element) => {
    const { top, height } = one.getBoundingClientRect();
    return top + height / 2;
  };
  const words = log(page).getByText('Loading messages…');
  const off = (await words.evaluate(middle)) - (await log(page).evaluate(middle));
  expect(Math.abs(off)).toBeLessThan(10);
});
