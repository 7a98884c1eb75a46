// Where a visitor's thread opens, what of it is read, and the way down to what is not.

import { type BrowserContext, expect, type Frame, type Page, test } from '@playwright/test';
import { atRest } from './support/at_rest.ts';
import { PlayedServer, walkie } from './support/played_server.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
type App = Page | Frame;

const log = (app: App) => app.locator('.log');
const jump = (app: App) => app.locator('.jump');
const divider = (app: App) => app.locator('.unread');
const toEnd = (app: App) =>
  log(app).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
/** At least half of it, as reading counts. */
const inSight = (app: App, text: string) =>
  app.getByText(text, { exact: true }).evaluate((said) => {
    const line = said.closest('article')?.getBoundingClientRect();
    const box = said.closest('.log')?.getBoundingClientRect();
    if (!line || !box) return false;
    const seen = Math.min(line.bottom, box.bottom) - Math.max(line.top, box.top);
    return seen >= line.height / 2;
  });

/** A visitor who has written, read 20 answers, and left; `unread` more came since. */
async function away(context: BrowserContext, page: Page, unread: number, path = '/chat') {
  const server = await PlayedServer.on(context);
  await page.goto(walkie + path);
  const app = path === '/chat' ? page : await openPanel(page);
  await app.locator('textarea').fill('start');
  await app.locator('textarea').press('Enter');
  await expect(app.locator('.line.me')).toContainText('Sent');
  // A panel that is open opens with the next page, too.
  if (path !== '/chat') await closePanel(page, app);
  await page.goto('about:blank');
  for (let n = 1; n <= 20; n += 1) server.say(`read ${n}`, new Date(Date.now() - 9e6 + n * 1e5));
  server.read_seq = 21;
  for (let n = 1; n <= unread; n += 1) server.say(`unread ${n}`);
  await page.goto(walkie + path);
  return server;
}

async function closePanel(page: Page, app: App) {
  await app.locator('textarea').press('Escape');
  const launcher = page.locator('walkie-widget button');
  await expect(launcher).toHaveAttribute('aria-expanded', 'false');
}

async function openPanel(page: Page): Promise<Frame> {
  await page.locator('walkie-widget button').click();
  const element = await page.locator('walkie-widget iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('no frame');
  await frame.waitForSelector('textarea');
  return frame;
}

for (const unread of [1, 2, 11, 60, 140]) {
  for (const where of ['the page', 'the panel', 'the panel on a phone'] as const) {
    test.describe(where, () => {
      if (where === 'the panel on a phone') test.use(phone);

      test(`opens at the first of ${unread} unread and reads what is seen`, async ({
        page,
        context,
      }) => {
        const panel = where !== 'the page';
        const server = await away(context, page, unread, panel ? '/demo' : '/chat');
        const badge = unread > 99 ? '99+' : `${unread}`;
        if (panel) await expect(page.locator('walkie-widget b')).toHaveText(badge);
        else await expect(divider(page)).toBeVisible();
        // While the panel is closed nothing is read.
        if (panel) expect(server.read_seq).toBe(21);
        const app = panel ? await openPanel(page) : page;

        await expect(divider(app)).toHaveText(`${unread} new message${unread > 1 ? 's' : ''}`);
        await atRest(app);
        expect(await inSight(app, 'unread 1')).toBe(true);
        await expect.poll(() => server.read_seq).toBeGreaterThan(21);
        if (unread > 11) {
          const seen = server.read_seq;
          expect(await inSight(app, `unread ${seen - 21}`)).toBe(true);
          expect(await inSight(app, `unread ${seen - 20}`)).toBe(false);
          const left = 21 + unread - seen;
          await expect(jump(app)).toHaveText(left > 99 ? '99+ new' : `${left} new`);
        }
        if (await jump(app).isVisible()) await jump(app).click();
        await expect.poll(() => server.read_seq).toBe(21 + unread);
        await expect.poll(() => toEnd(app)).toBeLessThan(48);
        await expect(jump(app)).toHaveCount(0);
        if (panel) await expect(page.locator('walkie-widget b')).toHaveText('');
        else await expect(page).toHaveTitle('Chat with us');
      });
    });
  }
}

test('what comes while the panel is closed waits under a new divider', async ({
  page,
  context,
}) => {
  const server = await away(context, page, 2, '/demo');
  const frame = await openPanel(page);
  await expect.poll(() => server.read_seq).toBe(23);
  await expect(divider(frame)).toHaveText('2 new messages');
  await closePanel(page, frame);
  for (let n = 3; n <= 40; n += 1) server.say(`unread ${n}`);
  await expect(page.locator('walkie-widget b')).toHaveText('38');
  expect(server.read_seq).toBe(23);
  await openPanel(page);
  await expect(divider(frame)).toHaveText('38 new messages');
  await expect.poll(() => inSight(frame, 'unread 3')).toBe(true);
  await expect.poll(() => server.read_seq).toBeGreaterThan(23);
  await atRest(frame);
  expect(server.read_seq).toBeLessThan(61);
  // Closed in the middle: the next time begins where reading stopped.
  const stopped = server.read_seq;
  await closePanel(page, frame);
  await openPanel(page);
  await expect(divider(frame)).toHaveText(`${61 - stopped} new messages`);
  await expect.poll(() => inSight(frame, `unread ${stopped - 20}`)).toBe(true);
  // Nothing is left: no divider the next time.
  await jump(frame).click();
  await expect.poll(() => server.read_seq).toBe(61);
  await closePanel(page, frame);
  await openPanel(page);
  await expect(divider(frame)).toHaveCount(0);
  await expect.poll(() => toEnd(frame)).toBeLessThan(48);
});

test('what comes while the page is hidden is followed to its divider, and not read', async ({
  page,
  context,
}) => {
  const server = await away(context, page, 0);
  await expect(page.getByText('read 20', { exact: true })).toBeVisible();
  const show = (hidden: boolean) =>
    page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { get: () => is, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await show(true);
  for (let n = 1; n <= 50; n += 1) server.say(`unread ${n}`);
  await expect(divider(page)).toHaveText('50 new messages');
  await expect(page).toHaveTitle('(50) Chat with us');
  await atRest(page);
  expect(server.read_seq).toBe(21);
  await show(false);
  await expect.poll(() => server.read_seq).toBeGreaterThan(21);
  await atRest(page);
  expect(server.read_seq).toBeLessThan(71);
  expect(await inSight(page, 'unread 1')).toBe(true);
});

test('who writes is taken to the end, and so is who comes back with something unsent', async ({
  page,
  context,
}) => {
  const server = await away(context, page, 140);
  await expect(divider(page)).toHaveText('140 new messages');
  await page.locator('textarea').fill('my answer');
  await page.locator('textarea').press('Enter');
  await expect.poll(() => toEnd(page)).toBeLessThan(2);
  await expect.poll(() => server.read_seq).toBe(162);
});

test('opens at what is here when older messages do not come', async ({ page, context }) => {
  await page.route(/\/messages\?.*before_seq/, (route) => route.abort());
  await away(context, page, 140);
  await expect(divider(page)).toBeInViewport();
  await expect(page.getByText('Earlier messages did not load.')).toBeAttached();
});

/** What lies under this element: anything that is neither in it nor around it. */
const under = (app: App, part: string) =>
  app.locator(part).evaluate((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const found = new Set<string>();
    for (let x = 1; x < 8; x += 1)
      for (let y = 1; y < 4; y += 1)
        for (const other of document.elementsFromPoint(
          left + (width * x) / 8,
          top + (height * y) / 4,
        ))
          if (!one.contains(other) && !other.contains(one))
            found.add(`${other.tagName} ${other.textContent}`);
    return [...found];
  });

for (const viewport of [
  { width: 1000, height: 800 },
  { width: 390, height: 844 },
  // A phone with its keyboard up.
  { width: 390, height: 400 },
]) {
  test(`nothing lies over the messages: ${viewport.width} × ${viewport.height}`, async ({
    page,
    context,
  }) => {
    await page.setViewportSize(viewport);
    const server = await away(context, page, 30);
    await expect(jump(page)).toBeVisible();
    await atRest(page);
    expect(await under(page, '.jump')).toEqual([]);
    await jump(page).click();
    await expect(jump(page)).toHaveCount(0);
    await expect.poll(() => toEnd(page)).toBeLessThan(2);
    // A text that is too long says so without hiding what it answers.
    await page.locator('textarea').fill('x'.repeat(20_000));
    await expect(page.locator('.over')).toBeVisible();
    expect(await under(page, '.over')).toEqual([]);
    await expect.poll(() => toEnd(page)).toBeLessThan(2);
    server.say('and one more');
    await expect.poll(() => inSight(page, 'and one more')).toBe(true);
  });
}
