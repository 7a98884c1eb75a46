// What the rows of the list say by their looks: whose, how urgent, and what is half written.
import { expect, type Page, test } from '@playwright/test';
import { accessible, log, reply, visit } from './visit.ts';
import { hint } from './world.ts';

const row = (page: Page, id: number) => page.locator(`[data-row="${id}"]`);

for (const theme of ['light', 'dark'] as const) {
  test(`visitors have eight tints that can be read: ${theme}`, async ({ browser }) => {
    const prefer = { theme, locale: 'en', details: true };
    const { page } = await visit(browser, '/agent?view=all', {
      prefer,
      size: { conversations: 24 },
    });
    await expect(row(page, 8)).toBeVisible();
    const looks = await page.evaluate(() => {
      const context = document
        .createElement('canvas')
        .getContext('2d', { willReadFrequently: true });
      if (context === null) return [];
      const light = (color: string) => {
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      return [...document.querySelectorAll('[data-row]')].map((one) => {
        const style = getComputedStyle(one.querySelector('.tint') ?? one);
        const [a, b] = [light(style.color), light(style.backgroundColor)];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return { id: one.getAttribute('data-row'), paper: style.backgroundColor, contrast };
      });
    });
    expect(new Set(looks.map(({ paper }) => paper)).size).toBe(8);
    expect(Math.min(...looks.map(({ contrast }) => contrast))).toBeGreaterThan(4.5);
    // One person has one tint, in the thread and in the details, too.
    await row(page, 3).click();
    const papers = () =>
      page
        .locator('.tint:visible')
        .evaluateAll((all) =>
          all
            .filter((one) => one.closest('[data-row]:not([data-row="3"])') === null)
            .map((one) => getComputedStyle(one).backgroundColor),
        );
    await expect.poll(async () => (await papers()).length).toBeGreaterThan(2);
    expect(new Set(await papers()).size).toBe(1);
  });
}

test('bold is what waits for this agent or for anybody; what a colleague has is a dot', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent?view=all', {
    before: ({ rows }) => {
      for (const one of rows.values()) Object.assign(one, { unread: 0, read_seq: one.last_seq });
      // Conversation 1 is this agent's, 2 a colleague's, 3 nobody's; 4 is this agent's and read.
      for (const [id, unread] of [
        [1, 3],
        [2, 100],
        [3, 1],
      ] as const) {
        const one = rows.get(id);
        if (one) Object.assign(one, { unread, read_seq: one.last_seq - 1 });
      }
    },
  });
  const weight = (id: number) =>
    row(page, id)
      .locator('bdi')
      .first()
      .evaluate((name) => Number(getComputedStyle(name).fontWeight));
  await expect(row(page, 1)).toContainText('3 unread messages');
  await expect(row(page, 3)).toContainText('1 unread message');
  await expect(row(page, 2)).toContainText('More than 99 unread messages');
  for (const id of [1, 3]) expect(await weight(id)).toBe(700);
  for (const id of [2, 4]) expect(await weight(id)).toBe(500);
  // The dot is there for eyes, too, and has no number.
  await expect(row(page, 2)).not.toContainText('99+');
  const dot = row(page, 2).getByText('More than 99 unread messages').locator('..');
  expect(await dot.boundingBox()).toMatchObject({ width: 8, height: 8 });
  await expect(row(page, 4)).not.toContainText('unread');
});

for (const { locale, note, answer } of [
  { locale: 'en', note: 'Note draft: careful', answer: 'Draft: Dear' },
  { locale: 'zh-CN', note: '备注草稿：careful', answer: '草稿：Dear' },
]) {
  test(`a half-written note is told from a half-written reply: ${locale}`, async ({ browser }) => {
    const prefer = { theme: 'light', locale, details: true };
    const { page } = await visit(browser, '/agent/c/4?view=all', { prefer });
    const field = page.locator('#thread textarea');
    await field.fill('Dear');
    await page.keyboard.press('Alt+p');
    await field.fill('**careful**');
    // Not in the row that is open: the composer shows it.
    await expect(row(page, 4)).not.toContainText('careful');
    await row(page, 5).click();
    await expect(row(page, 4)).toContainText(note);
    await row(page, 4).click();
    await expect(field).toHaveValue('**careful**');
    await page.keyboard.press('Alt+l');
    await expect(field).toHaveValue('Dear');
    await row(page, 5).click();
    await expect(row(page, 4)).toContainText(answer);
  });
}

test('counts stay within their tabs, and lines of a preview are joined', async ({ browser }) => {
  const { page } = await visit(browser, '/agent?view=all', {
    size: { conversations: 1500 },
    before: ({ rows }) => {
      for (const one of rows.values()) if (one.id % 50) Object.assign(one, { assignee_id: null });
      Object.assign(rows.get(4) ?? {}, { last_message: 'first line\n\nsecond\n**third**' });
    },
  });
  await expect(page.getByRole('tab', { name: 'Unassigned 999+' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'All 999+' })).toBeVisible();
  const list = await page.getByRole('tablist', { name: 'Whose conversations' }).boundingBox();
  for (const tab of await page.getByRole('tab', { name: /Mine|Unassigned|All/ }).all()) {
    const box = await tab.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
      (list?.x ?? 0) + (list?.width ?? 0),
    );
  }
  await expect(row(page, 4)).toContainText('first line · second · third');
});

test('two tabs write two drafts, and neither erases the other’s', async ({ browser }) => {
  // Two pages, loaded three times each.
  test.setTimeout(60_000);
  const { page, context } = await visit(browser, '/agent/c/4?view=all');
  const other = await context.newPage();
  await other.goto(page.url().replace('/c/4', '/c/6'));
  await expect(reply(other)).toBeVisible();
  await reply(page).fill('to four');
  await reply(other).fill('to six');
  await reply(page).fill('to four, more');
  // Each tab sees the other's draft in its row, and its newest words in the composer.
  await expect(row(page, 6)).toContainText('Draft: to six');
  await expect(row(other, 4)).toContainText('Draft: to four, more');
  await row(other, 4).click();
  await expect(reply(other)).toHaveValue('to four, more');
  await reply(other).fill('to four, from the other');
  await expect(reply(page)).toHaveValue('to four, from the other');
  // A note that is written here stays one.
  await page.keyboard.press('Alt+p');
  const note = page.getByRole('textbox', { name: 'Private note' });
  await note.fill('a note');
  await reply(other).or(other.locator('#thread textarea')).first().fill('again a reply');
  await expect(note).toHaveValue('a note');
  // Sent there, it is gone here; the note is not.
  await other.locator('#thread textarea').press('Enter');
  await expect(log(page).getByText('again a reply')).toBeVisible();
  for (const tab of [page, other]) await tab.reload();
  await expect(reply(page)).toHaveValue('');
  await page.keyboard.press('Alt+p');
  await expect(note).toHaveValue('a note');
  await row(page, 6).click();
  await expect(row(page, 4)).toContainText('Note draft: a note');
  await expect(reply(page)).toHaveValue('to six');
});

for (const [locale, urgent, high] of [
  ['en', 'Priority: Urgent', 'Priority: High'],
  ['zh-CN', '优先级：紧急', '优先级：高'],
] as const)
  test(`a row says that it is urgent or high, and nothing of the others: ${locale}`, async ({
    browser,
  }) => {
    const { page, world } = await visit(browser, '/agent?view=all', {
      prefer: { theme: 'light', locale, details: true },
      before: ({ rows }) => {
        for (const [id, priority] of [
          [1, 'urgent'],
          [2, 'high'],
          [3, 'medium'],
          [4, 'low'],
        ] as const)
          Object.assign(rows.get(id) ?? {}, { priority });
      },
    });
    await expect(row(page, 1)).toContainText(urgent);
    await expect(row(page, 2)).toContainText(high);
    await expect(row(page, 1).getByTitle(urgent)).toBeVisible();
    // Told apart without colours: one flag is full, the other is not.
    const fill = (id: number) =>
      row(page, id)
        .locator('.lucide-flag')
        .evaluate((flag) => getComputedStyle(flag).fill);
    expect(await fill(1)).not.toBe('none');
    expect(await fill(2)).toBe('none');
    for (const id of [3, 4, 5]) await expect(row(page, id).locator('.lucide-flag')).toHaveCount(0);
    await accessible(page);
    world.chat.change(3, { priority: 'urgent' }, {});
    hint(world, 3);
    await expect(row(page, 3)).toContainText(urgent);
  });

test('dragging the splitter keeps its width once, and a cancelled drag goes back', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent?view=all', {
    listen: async (context) => {
      await context.addInitScript(() => {
        const set = Storage.prototype.setItem;
        Object.assign(window, { kept: 0 });
        Storage.prototype.setItem = function (key, value) {
          if (key.endsWith('preferences')) (window as unknown as { kept: number }).kept += 1;
          set.call(this, key, value);
        };
      });
    },
  });
  const splitter = page.getByRole('separator');
  const kept = () => page.evaluate(() => (window as unknown as { kept: number }).kept);
  const drag = async (by: number) => {
    const box = await splitter.boundingBox();
    const [x, y] = [(box?.x ?? 0) + 0.5, 400];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + by, y, { steps: 20 });
  };
  const before = await kept();
  await drag(80);
  await expect(splitter).toHaveAttribute('aria-valuenow', '400');
  expect(await kept()).toBe(before);
  await page.mouse.up();
  expect(await kept()).toBe(before + 1);
  await drag(-60);
  await expect(splitter).toHaveAttribute('aria-valuenow', '340');
  await splitter.dispatchEvent('pointercancel', { pointerId: 1 });
  await expect(splitter).toHaveAttribute('aria-valuenow', '400');
  // The hand is off it.
  await page.mouse.move(900, 300);
  await page.mouse.up();
  await expect(splitter).toHaveAttribute('aria-valuenow', '400');
});
