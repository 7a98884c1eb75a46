// The focus is never nowhere: after every command, dialog and menu something has it.
import { expect, type Page, test } from '@playwright/test';
import { log, reply, visit } from './visit.ts';
import { hint, type World } from './world.ts';

/** What has the focus, in a word; '' when nothing has. */
const active = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    if (it === null || it === document.body) return '';
    return it.id || it.getAttribute('data-row') || it.getAttribute('aria-label') || it.tagName;
  });
/** A frame and a task later, when whatever restores a focus has done so, something has it. */
async function somewhere(page: Page, after: string) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await expect.poll(() => active(page), after).not.toBe('');
}
const THERE = '/agent/c/4?view=all';
/** Back to an open conversation that is as it was; by a reload only where the page is another one. */
async function open(page: Page, world: World, path = THERE) {
  const row = world.rows.get(4);
  if (row !== undefined && row.status !== 'open') {
    Object.assign(row, { status: 'open', version: row.version + 1 });
    hint(world, 4);
  }
  const wanted = new URL(path, page.url()).href;
  if (page.url() !== wanted) await page.goto(wanted);
  await expect(page.locator('main h1').first()).toBeAttached();
  if (!path.includes('/c/')) return;
  await expect(page.locator('[data-row="4"]')).toBeVisible();
  await expect(log(page).locator('article').first()).toBeVisible();
}

const STARTS = {
  composer: '#composer',
  messages: '#messages',
  row: '[data-row="4"]',
  header: '#thread header button >> nth=1',
  nothing: null,
} as const;

async function begin(page: Page, from: string | null) {
  if (from !== null) await page.locator(from).focus();
  else
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
}

for (const [from, selector] of Object.entries(STARTS)) {
  test(`every key keeps the focus: from ${from}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const { page, world } = await visit(browser, THERE);
    for (const key of ['e', 'w', 's', 'p', 'l', 'j', 'k']) {
      await open(page, world);
      await begin(page, selector);
      await page.keyboard.press(`Alt+${key}`);
      await somewhere(page, `Alt+${key} from ${from}`);
      if (key === 'p' || key === 'l') expect(await active(page)).toBe('composer');
      if (key !== 'j' && key !== 'k') continue;
      // The same key again, and the same place in the next conversation.
      await page.keyboard.press(`Alt+${key}`);
      await somewhere(page, `Alt+${key} twice from ${from}`);
      await expect(log(page).locator('article').first()).toBeVisible();
      const there = from === 'composer' || from === 'messages' ? from : /^\d+$|^messages$/;
      await expect.poll(() => active(page)).toMatch(there);
    }
    for (const key of ['Control+k', '?']) {
      if (key === '?' && from === 'composer') continue;
      await open(page, world);
      await begin(page, selector);
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      await somewhere(page, `${key} and Escape from ${from}`);
      if (selector !== null) await expect(page.locator(selector)).toBeFocused();
    }
  });
}

for (const path of [THERE, '/agent/settings'])
  test(`every entry of the palette leaves the focus where one goes on: ${path}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const { page, world } = await visit(browser, path);
    const items = page.locator('[cmdk-item]');
    const show = async () => {
      await open(page, world, path);
      if (path === THERE) await page.locator('#composer').focus();
      await page.keyboard.press('Control+k');
      await expect(items.first()).toBeVisible();
    };
    await show();
    const values = await items.evaluateAll((all) =>
      all.map((item) => item.getAttribute('data-value') ?? ''),
    );
    await page.keyboard.press('Escape');
    // Of the conversations one is enough, and not the open one.
    const chosen = values.filter((value) => !/^conversation-(?!5$)/.test(value));
    expect(chosen.length).toBeGreaterThan(path === THERE ? 16 : 10);
    for (const value of chosen) {
      await show();
      await page.locator(`[cmdk-item][data-value="${value}"]`).click();
      await expect(page.locator('[cmdk-root]')).toBeHidden();
      if (value === 'keys') {
        await expect(page.getByRole('dialog')).toBeVisible();
        await page.keyboard.press('Escape');
      }
      await somewhere(page, value);
      // What was being written goes on, wherever there is a composer.
      const leaves = /^(inbox|settings|team|install)$/.test(value);
      const writes = path === THERE ? !leaves : value.startsWith('conversation');
      if (writes) await expect.poll(() => active(page), value).toBe('composer');
    }
  });

test('every menu gives the focus back to its button, whatever is chosen', async ({ browser }) => {
  test.setTimeout(180_000);
  const { page, world } = await visit(browser, THERE);
  // What the menus do is written into the thread, which stays at its end: room for all of it.
  await page.setViewportSize({ width: 1440, height: 1800 });
  const buttons = page.locator('button[aria-haspopup=menu]:visible');
  const items = page.locator('[role=menu] [role^=menuitem]');
  await open(page, world);
  const count = await buttons.count();
  expect(count).toBeGreaterThan(6);
  for (let at = 0; at < count; at += 1) {
    const button = buttons.nth(at);
    // By the mouse: the button has never had the focus, and who was writing goes on writing.
    await page.locator('#composer').focus();
    await button.click();
    await expect(items.first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('#composer')).toBeFocused();
    const names = [];
    for (let index = 0; index === 0 || index < names.length; index += 1) {
      await open(page, world);
      await button.focus();
      await page.keyboard.press('Enter');
      await expect(items.first()).toBeVisible();
      if (index === 0) names.push(...(await items.allInnerTexts()));
      const item = items.nth(index);
      const leave = /Sign out|退出|Delete|删除/.test(names[index] ?? '') || !(await item.count());
      if (leave) await page.keyboard.press('Escape');
      else await item.click();
      await expect(page.getByRole('menu')).toHaveCount(0);
      await somewhere(page, `${names[index]} of menu ${at}`);
      if (leave) await expect(button).toBeFocused();
      if (await page.locator('article textarea').count()) await page.keyboard.press('Escape');
    }
  }
});

/** Which of the three is deleted each time, and which of the others has the focus then. */
const DELETED = {
  top: [
    [0, 0],
    [0, 0],
  ],
  middle: [
    [1, 1],
    [1, 0],
  ],
  bottom: [
    [2, 1],
    [1, 0],
  ],
} as const;

for (const [from, steps] of Object.entries(DELETED))
  test(`a deleted message gives the focus to its neighbour: from the ${from}`, async ({
    browser,
  }) => {
    const { page } = await visit(browser, THERE);
    const actions = log(page).locator('[data-actions]');
    await expect(actions).toHaveCount(3);
    const remove = async (at: number, left: number) => {
      await actions.nth(at).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Delete', exact: true }).press('Enter');
      // What cannot be undone asks once more; all else closes the menu, which takes a moment.
      const sure = page.getByRole('menuitem', { name: 'Delete for everybody?' });
      const menu = page.getByRole('menu');
      await expect
        .poll(async () => (await sure.count()) > 0 || (await menu.count()) === 0)
        .toBe(true);
      if ((await sure.count()) > 0) await sure.press('Enter');
      await expect(actions).toHaveCount(left);
      await somewhere(page, `${left} left`);
    };
    for (const [index, [at, then]] of steps.entries()) {
      await remove(at, 2 - index);
      await expect(actions.nth(then)).toBeFocused();
    }
    await remove(0, 0);
    await expect(page.locator('#composer')).toBeFocused();
    await page.keyboard.type('not lost');
    await expect(reply(page)).toHaveValue('not lost');
  });

test('an edit ends at its message, and details at their button', async ({ browser }) => {
  const { page } = await visit(browser, THERE);
  await reply(page).fill('mine');
  await reply(page).press('Enter');
  const mine = log(page).locator('article', { hasText: 'mine' });
  for (const end of ['Enter', 'Escape']) {
    await mine.locator('[data-actions]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await expect(page.getByRole('textbox', { name: 'Edit the message' })).toBeFocused();
    await page.keyboard.type('!');
    await page.keyboard.press(end);
    await expect(mine.locator('[data-actions]')).toBeFocused();
  }
  for (const width of [1440, 1000]) {
    await page.setViewportSize({ width, height: 900 });
    const show = page.getByRole('button', { name: 'Show details' });
    const hide = page.getByRole('button', { name: 'Close details' });
    if (width === 1000) await show.press('Enter');
    await hide.press('Enter');
    await expect(show).toBeFocused();
  }
});

test('by the mouse an edit, a deletion and a choice of a menu leave who writes with the text', async ({
  browser,
}) => {
  const { page } = await visit(browser, THERE);
  const composer = page.locator('#composer');
  const mine = log(page).locator('article', { hasText: 'mine' });
  await reply(page).fill('mine');
  await reply(page).press('Enter');
  const choose = async (name: string | RegExp) => {
    await mine.hover();
    await mine.locator('[data-actions]').click();
    await page.getByRole('menuitem', { name }).click();
  };
  const typed = async (text: string) => {
    await expect(composer).toBeFocused();
    await page.keyboard.type(text);
    await expect(composer).toHaveValue(text);
    await composer.fill('');
  };
  await choose('Copy');
  await typed('after a copy');
  await choose('Edit');
  await page.keyboard.type('!');
  await page.keyboard.press('Enter');
  await typed('after an edit');
  await choose('Edit');
  await page.keyboard.type('?');
  await page.getByRole('button', { name: 'Save' }).click();
  await typed('after a save');
  await choose('Edit');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await typed('after no edit');
  const priority = page.locator('#thread header').getByRole('button', { name: /priority/i });
  await priority.first().click();
  await page.getByRole('menuitemradio').last().click();
  await typed('after a choice');
  await choose('Delete');
  await expect(mine).toHaveCount(0);
  await typed('after a deletion');
});

test('a page that opens at a conversation has the focus where one writes', async ({ browser }) => {
  const { page } = await visit(browser, THERE);
  await expect(page.locator('#composer')).toBeFocused();
  await page.keyboard.type('at once');
  await expect(reply(page)).toHaveValue('at once');
  await page.reload();
  await expect(page.locator('#composer')).toBeFocused();
});

test('on a phone the focus follows from list to thread and back', async ({ browser }) => {
  const { page } = await visit(browser, '/agent?view=all', { phone: true });
  await page.locator('[data-row="4"]').click();
  await expect(log(page).locator('article').first()).toBeVisible();
  await somewhere(page, 'a row was tapped');
  // No keyboard comes up unasked.
  expect(await active(page)).not.toBe('composer');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.locator('[data-row="4"]')).toBeVisible();
  await somewhere(page, 'back');
});
