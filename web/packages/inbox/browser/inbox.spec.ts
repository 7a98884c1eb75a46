// The built inbox in a real browser, against a world that can do what a healthy server never does.
import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { atRest } from '../../../e2e/tests/support/at_rest.ts';
import { violations } from '../../../e2e/tests/support/violations.ts';
import { live, ORIGIN } from './live.ts';
import { movedOnce, problem } from './rest.ts';
import { createWorld, cutOff, type Size, say, tell, type World } from './world.ts';

interface Visit {
  readonly size?: Size;
  readonly prefer?: Record<string, unknown>;
  readonly phone?: boolean;
}

const test = base;

async function visit(browser: Browser, path: string, { size, prefer, phone }: Visit = {}) {
  const world = createWorld(size);
  const viewport = phone ? { width: 390, height: 780 } : { width: 1440, height: 900 };
  const context = await browser.newContext({
    viewport,
    reducedMotion: 'reduce',
    hasTouch: phone === true,
    isMobile: phone === true,
  });
  await context.addInitScript((preferences) => {
    localStorage.setItem('walkie.inbox.preferences', JSON.stringify(preferences));
  }, prefer ?? { theme: 'light', locale: 'en', details: true });
  await live(context, world);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) throw new Error(line.text());
  });
  await page.goto(ORIGIN + path);
  return { page, world };
}

async function accessible(page: Page) {
  expect(await violations(page)).toEqual([]);
}

const log = (page: Page) => page.getByRole('log');
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
const bottomGap = (page: Page) =>
  log(page).evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);

/** Everything that the page has told the server about how far it has read. */
const told = (world: World) => world.reads.map(({ seq }) => seq);

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

test('answers, notes, edits, deletes with an undo', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('Sure, **one moment**');
  await reply(page).press('Enter');
  await expect(log(page).getByText('one moment')).toBeVisible();
  await expect(reply(page)).toHaveValue('');
  await page.keyboard.press('Alt+p');
  await page.keyboard.type('careful with this one');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('Private note')).toBeVisible();
  // The bubble is there before the server has it.
  const notes = () => world.logs.get(4)?.staff.map((note) => note.content);
  await expect.poll(notes).toEqual(['careful with this one']);

  const mine = log(page).locator('article', { hasText: 'one moment' });
  await mine.hover();
  await mine.getByRole('button', { name: 'Actions for this message' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit the message' }).fill('Sure, two moments');
  await page.keyboard.press('Enter');
  await expect(log(page).getByText('Sure, two moments')).toBeVisible();
  await expect(log(page).getByText('edited')).toBeVisible();

  const edited = log(page).locator('article', { hasText: 'two moments' });
  await edited.hover();
  await edited.getByRole('button', { name: 'Actions for this message' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(edited).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(edited).toBeVisible();
  expect(world.requests.filter((line) => line.startsWith('DELETE'))).toEqual([]);
});

test('what Option types in a note stays in the note', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('for the visitor');
  await page.getByRole('tab', { name: 'Private note' }).click();
  const note = page.getByRole('textbox', { name: 'Private note' });
  await note.fill('mail to ana');
  // Option+L is @ on a German Mac, Option+E is € or ę or a dead accent.
  for (const [key, code] of [
    ['@', 'KeyL'],
    ['€', 'KeyE'],
    ['ę', 'KeyE'],
    ['Dead', 'KeyE'],
    ['π', 'KeyP'],
    ['∆', 'KeyJ'],
  ] as const) {
    const taken = await note.evaluate(
      (field, press) => {
        const event = new KeyboardEvent('keydown', {
          ...press,
          altKey: true,
          bubbles: true,
          cancelable: true,
        });
        return !field.dispatchEvent(event);
      },
      { key, code },
    );
    expect(taken, `${key}`).toBe(false);
  }
  await page.keyboard.insertText('@example.org');
  await expect(note).toHaveValue('mail to ana@example.org');
  // By a command the other text is shown; each stays in its mode.
  await page.keyboard.press('Alt+l');
  await expect(reply(page)).toHaveValue('for the visitor');
  await page.keyboard.press('Alt+p');
  await expect(note).toHaveValue('mail to ana@example.org');
  await note.press('Enter');
  await expect.poll(() => world.logs.get(4)?.staff.at(-1)?.content).toBe('mail to ana@example.org');
  expect(world.logs.get(4)?.everyone.map((one) => one.content)).not.toContain('mail to ana');
  expect(world.requests.filter((line) => line.startsWith('PATCH'))).toEqual([]);
});

test('keeps a refused message, and asks when a colleague was faster', async ({ browser }) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  world.refuse = () => problem(403, 'forbidden', 'You may not write here.');
  await reply(page).fill('This will be refused.');
  await reply(page).press('Enter');
  await expect(page.getByText('Not sent: You are not allowed to do this.')).toBeVisible();
  world.refuse = null;
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(log(page).getByText('This will be refused.')).toBeHidden();

  movedOnce(world, 2, 'I am on it.');
  await reply(page).fill('Let me check.');
  await reply(page).press('Enter');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Ana Silva answered');
  await accessible(page);
  await question.getByRole('button', { name: 'Back to editing' }).click();
  await expect(reply(page)).toHaveValue('Let me check.');
  movedOnce(world, 2, 'Still me.');
  await reply(page).press('Enter');
  await question.getByRole('button', { name: 'Send anyway' }).click();
  await expect(question).toBeHidden();
  await expect.poll(() => world.logs.get(4)?.everyone.at(-1)?.content).toBe('Let me check.');
});

test('says when it is offline, keeps what is written across a reload, sends it once', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await expect(page.getByText('In sync')).toBeVisible();
  cutOff(world);
  await reply(page).fill('written without a connection');
  await reply(page).press('Enter');
  await reply(page).fill('half a thou');
  await expect(page.getByText('You are offline. 1 message will be sent later')).toBeVisible();
  await expect(page.getByText('You are offline. What you write')).toBeVisible();
  world.down = false;
  await page.reload();
  await expect(page.getByText('In sync')).toBeVisible();
  await expect(reply(page)).toHaveValue('half a thou');
  const arrived = () =>
    world.logs.get(4)?.everyone.filter((one) => one.content === 'written without a connection')
      .length;
  await expect.poll(arrived).toBe(1);
  await expect(log(page).getByText('written without a connection')).toHaveCount(1);
});

test('an expired session leads to sign-in and back to where one was, the draft kept', async ({
  browser,
}) => {
  const { page, world } = await visit(browser, '/agent/c/4?view=all');
  await reply(page).fill('do not lose this');
  world.signedIn = false;
  for (const socket of world.sockets) socket.close({ code: 4506 });
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await page.getByLabel('E-mail').fill('agent1@example.org');
  await page.getByLabel('Password', { exact: true }).fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(reply(page)).toHaveValue('do not lose this');
  expect(page.url()).toBe(`${ORIGIN}/agent/c/4?view=all`);
});

test('thousands of conversations cost a screenful, and keys walk through them', async ({
  browser,
}) => {
  const { page } = await visit(browser, '/agent?view=all', { size: { conversations: 3000 } });
  const rows = page.locator('[data-row]');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  for (const id of [1, 2, 3]) {
    await page.keyboard.press('Alt+j');
    await expect(page).toHaveURL(new RegExp(`/agent/c/${id}\\?`));
  }
  await page.keyboard.press('Alt+k');
  await expect(page).toHaveURL(/\/agent\/c\/2\?/);
  await page.getByRole('searchbox').fill('Priya');
  await expect(rows.first()).toContainText('Priya');
});

const looks = [
  { name: 'light', prefer: { theme: 'light', locale: 'en', details: true } },
  { name: 'dark-zh', prefer: { theme: 'dark', locale: 'zh-CN', details: true } },
  { name: 'phone-dark-zh', prefer: { theme: 'dark', locale: 'zh-CN' }, phone: true },
] as const;
const pages = ['/agent?view=all', '/agent/c/1?view=all', '/agent/settings', '/agent/settings/team'];
for (const { name, ...how } of looks) {
  test(`is accessible: ${name}`, async ({ browser }) => {
    // Four pages, each looked at by axe twice and more: on a busy machine that alone takes half a minute.
    test.setTimeout(120_000);
    for (const path of pages) {
      const { page, world } = await visit(browser, path, how);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      await expect(page.locator('html')).toHaveAttribute(
        'lang',
        new RegExp(`^${how.prefer.locale}`),
      );
      if (path.startsWith('/agent?'))
        await expect(page.locator('[data-row]').first()).toBeVisible();
      if (path.includes('/c/')) {
        await expect(log(page).locator('article').first()).toBeVisible();
        typing(world);
        await expect(log(page).getByText('and one more')).toBeAttached();
      }
      await accessible(page);
      await page.context().close();
    }
    const { page } = await visit(browser, '/agent/sign-in', { ...how, size: { signedIn: false } });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await accessible(page);
  });
}

function typing(world: World): void {
  const sender = { type: 'visitor', id: 101, name: '林晓雨' };
  const data = { sender, text: 'and one more', expires_in_ms: 6000 };
  tell(world, { type: 'typing', conversation_id: 1, data });
}
