// The widget in a real browser: on a foreign page with a strict policy, on a phone, by keyboard, with
// a network that goes away. The server is played here, so that it can be.

import { expect, type Frame, type Page, test } from '@playwright/test';
import { openShop, PlayedServer, shop, walkie } from './support/played_server.ts';
import { violations } from './support/violations.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const launcher = (page: Page) => page.locator('walkie-widget button');

async function frameOf(page: Page): Promise<Frame> {
  const element = await page.locator('walkie-widget iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('no frame');
  await frame.waitForSelector('textarea');
  return frame;
}

async function openPanel(page: Page): Promise<Frame> {
  await launcher(page).waitFor();
  if ((await launcher(page).getAttribute('aria-expanded')) !== 'true') await launcher(page).click();
  return frameOf(page);
}

async function write(app: Page | Frame, text: string) {
  await app.locator('textarea').fill(text);
  await app.locator('textarea').press('Enter');
}

const sent = (app: Page | Frame, text: string) =>
  expect(app.locator('.line.me').filter({ hasText: text })).toContainText('Sent');

/** What the page keeps for its frame, which hands it over by a message. */
const token = (page: Page) => page.evaluate(() => localStorage.getItem('walkie:1:token'));

test('works on a foreign page with Trusted Types and hostile styles', async ({ page, context }) => {
  const complaints: string[] = [];
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  const server = await PlayedServer.on(context);
  await openShop(context);
  await page.goto(`${shop}/`);
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await expect(page.locator('walkie-widget iframe')).toHaveCount(0);
  const box = await launcher(page).boundingBox();
  expect([box?.width, box?.height]).toEqual([60, 60]);

  const frame = await openPanel(page);
  await expect(frame.locator('textarea')).toBeFocused();
  expect(server.visitors).toBe(0);
  await write(frame, 'hello from elsewhere');
  await sent(frame, 'hello');
  await expect.poll(() => token(page)).toBe('a-token');

  await frame.locator('textarea').press('Escape');
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await expect(launcher(page)).toBeFocused();
  server.say('one');
  server.say('two');
  await expect(page.locator('walkie-widget b')).toHaveText('2');
  await expect(launcher(page)).toHaveAttribute('aria-label', 'Open chat, 2 unread');

  // The badge comes back without a click; reading takes it away.
  await page.reload();
  await expect(page.locator('walkie-widget b')).toHaveText('2');
  await openPanel(page);
  await expect(page.locator('walkie-widget b')).toHaveText('');
  await expect.poll(() => server.read_seq).toBe(3);
  expect(complaints).toEqual([]);
});

test('does not listen to the page itself', async ({ page, context }) => {
  await PlayedServer.on(context);
  await openShop(context);
  await page.goto(`${shop}/`);
  const frame = await openPanel(page);
  await page.evaluate(() => {
    window.postMessage({ walkie: 1, type: 'close' }, '*');
    window.postMessage({ walkie: 1, type: 'token', token: 'planted' }, '*');
  });
  await write(frame, 'still here');
  await sent(frame, 'still here');
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'true');
  await expect.poll(() => token(page)).toBe('a-token');
});

test('keeps the first message and the draft over a reload without network', async ({
  page,
  context,
}) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/demo`);
  const frame = await openPanel(page);
  await server.lose('all');
  await write(frame, 'written offline');
  await frame.locator('textarea').fill('half a thought');
  await expect(frame.locator('.banner')).toHaveText(
    'No connection to the chat. 1 message will be sent later',
  );
  await expect(frame.locator('.line.me')).toContainText('Sending');

  server.down = false;
  await page.reload();
  const again = await openPanel(page);
  await sent(again, 'written offline');
  await expect(again.locator('textarea')).toHaveValue('half a thought');
  await expect(again.locator('.banner')).toHaveCount(0);
  expect(server.log).toHaveLength(1);
  expect(server.conversations).toBe(1);
});

test('sends what was queued once the network is back, in order', async ({ page, context }) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await write(page, 'one');
  await sent(page, 'one');
  await server.lose('all');
  await write(page, 'two');
  await write(page, 'three');
  await expect(page.locator('.banner')).toHaveText(
    'No connection to the chat. 2 messages will be sent later',
  );
  server.down = false;
  await expect(page.locator('.banner')).toHaveCount(0, { timeout: 30_000 });
  await sent(page, 'three');
  expect(server.log.map((told) => told.content)).toEqual(['one', 'two', 'three']);
});

test('keeps a refused message on the screen, with a way out', async ({ page, context }) => {
  await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await write(page, 'refuse me');
  await expect(page.locator('.foot')).toContainText('Not sent');
  await page.reload();
  await expect(page.locator('.bubble')).toContainText('refuse me');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('holds the place while older messages come in, and counts new ones', async ({
  page,
  context,
}) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await write(page, 'start');
  await sent(page, 'start');
  for (let n = 1; n <= 160; n++) {
    server.say(`line ${n}${n % 7 ? '' : '\nof\nmore'}`, new Date(Date.now() - (200 - n) * 3.6e6));
  }
  server.read_seq = 161;
  await page.reload();
  await expect(page.locator('.line')).toHaveCount(50);
  const toEnd = () =>
    page.locator('.log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  await expect.poll(toEnd).toBeLessThan(2);

  const before = await page.locator('.log').evaluate((log) => {
    log.scrollTop = 150;
    const top = log.getBoundingClientRect().top;
    const lines = [...log.querySelectorAll('.line')];
    const mark = lines.find((line) => line.getBoundingClientRect().top >= top);
    mark?.setAttribute('id', 'mark');
    return mark?.getBoundingClientRect().top ?? 0;
  });
  const moved = async () => {
    const now = await page.locator('#mark').evaluate((mark) => mark.getBoundingClientRect().top);
    return Math.abs(now - before);
  };
  await expect(page.locator('.line')).toHaveCount(100);
  expect(await moved()).toBeLessThanOrEqual(1);

  const read = server.read_seq;
  server.say('fresh');
  server.say('fresher');
  await expect(page.locator('.jump')).toHaveText('2 new');
  expect(await moved()).toBeLessThanOrEqual(1);
  expect(server.read_seq).toBe(read);
  await page.locator('.jump').click();
  await expect(page.locator('.jump')).toHaveCount(0);
  await expect.poll(() => server.read_seq).toBe(163);
  server.say('followed');
  await expect(page.getByText('followed').first()).toBeVisible();
  await expect.poll(toEnd).toBeLessThan(2);
});

test('says so when it has fallen back to HTTP', async ({ page, context }) => {
  const server = await PlayedServer.on(context);
  await server.lose('websocket');
  await page.goto(`${walkie}/chat`);
  await write(page, 'over HTTP');
  await sent(page, 'over HTTP');
  await expect(page.locator('.banner')).toContainText('Slow connection', { timeout: 40_000 });
  server.say('polled');
  await expect(page.locator('.line.them')).toContainText('polled', { timeout: 20_000 });
});

test('shows one conversation in two tabs', async ({ page, context }) => {
  await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  const other = await context.newPage();
  await other.goto(`${walkie}/chat`);
  await write(page, 'from one');
  await expect(other.locator('.bubble')).toContainText('from one');
  await write(other, 'from two');
  await expect(page.locator('.bubble').nth(1)).toContainText('from two');
});

test('forgets the visitor on this device', async ({ page, context }) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/demo`);
  const frame = await openPanel(page);
  await write(frame, 'a secret');
  await sent(frame, 'a secret');
  await frame.getByRole('button', { name: 'Menu' }).click();
  await frame.getByRole('menuitem', { name: 'Forget me on this device' }).click();
  await frame.getByRole('button', { name: 'Forget', exact: true }).click();
  await expect(frame.locator('.greeting.alone')).toBeVisible();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  expect(server.visitors).toBe(1);
});

test('is used by keyboard alone', async ({ page, context }) => {
  await PlayedServer.on(context);
  await page.goto(`${walkie}/demo`);
  await launcher(page).focus();
  await page.keyboard.press('Enter');
  const frame = await frameOf(page);
  await expect(frame.locator('textarea')).toBeFocused();
  await page.keyboard.type('by keyboard');
  await page.keyboard.press('Enter');
  await sent(frame, 'by keyboard');

  const menu = frame.locator('[aria-haspopup=menu]');
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(frame.locator('h1')).toHaveText('在线客服');
  await expect(frame.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(menu).toBeFocused();

  // Esc closes one thing at a time: the menu, the dialog, the panel.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(frame.locator('[role=menu]')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(frame.locator('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(frame.locator('dialog')).toHaveCount(0);
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
});

test('never sends on the Enter of an input method', async ({ page, context }) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await page.locator('textarea').focus();
  const browser = await context.newCDPSession(page);
  const composing = { text: 'ni hao', selectionStart: 6, selectionEnd: 6 };
  await browser.send('Input.imeSetComposition', composing);
  await page.locator('textarea').dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await browser.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Enter',
  });
  await browser.send('Input.insertText', { text: '你好' });
  await expect(page.locator('textarea')).toHaveValue('你好');
  await expect(page.locator('.bubble')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect.poll(() => server.log.map((told) => told.content)).toEqual(['你好']);
});

test.describe('on a phone', () => {
  test.use(phone);

  test('covers the screen, and gives the page its place back', async ({ page, context }) => {
    await PlayedServer.on(context);
    await page.goto(`${walkie}/demo`);
    await expect(launcher(page)).toBeVisible();
    await expect(page.locator('walkie-widget iframe')).toHaveCount(0);
    await page.evaluate(() => window.scrollTo({ top: 700, behavior: 'instant' }));
    const frame = await openPanel(page);
    await expect
      .poll(() => page.locator('walkie-widget iframe').boundingBox())
      .toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await expect(launcher(page)).toBeHidden();
    const size = await frame
      .locator('textarea')
      .evaluate((area) => getComputedStyle(area).fontSize);
    expect(size).toBe('16px');
    await frame.getByRole('button', { name: 'Close chat' }).click();
    await expect(launcher(page)).toBeVisible();
    expect(await page.evaluate(() => window.scrollY)).toBe(700);
  });
});

const looks = [
  { name: 'light', use: { colorScheme: 'light', locale: 'en-GB' } },
  { name: 'dark, Chinese', use: { colorScheme: 'dark', locale: 'zh-CN' } },
  { name: 'phone, light, Chinese', use: { colorScheme: 'light', locale: 'zh-CN', ...phone } },
  { name: 'phone, dark', use: { colorScheme: 'dark', locale: 'en-GB', ...phone } },
] as const;

for (const { name, use } of looks) {
  test.describe(`accessible: ${name}`, () => {
    test.use(use);

    test('in all its states', async ({ page, context }) => {
      const server = await PlayedServer.on(context);
      await page.goto(`${walkie}/demo`);
      const frame = await openPanel(page);
      expect(await violations(frame)).toEqual([]);
      await write(frame, 'Hi');
      await expect(frame.locator('.line.me svg')).toHaveCount(1);
      await expect.poll(() => server.listeners).toBe(1);
      server.present(['Ada Lin']);
      server.say('**Hello**, see https://example.org/t/8842 and:\n- one\n- `two`');
      server.reads(1);
      server.typing();
      await expect(frame.locator('.typing')).toHaveCount(1);
      await write(frame, 'refuse me');
      await expect(frame.locator('.foot.failed')).toHaveCount(1);
      expect(await violations(page)).toEqual([]);
      await frame.locator('[aria-haspopup=menu]').click();
      expect(await violations(frame)).toEqual([]);
      await frame.getByRole('menuitem').last().click();
      expect(await violations(frame)).toEqual([]);
      await page.keyboard.press('Escape');
      await server.lose('all');
      await expect(frame.locator('.banner')).toHaveCount(1);
      expect(await violations(frame)).toEqual([]);
    });

    test('as pages of their own', async ({ page, context }) => {
      await PlayedServer.on(context);
      for (const path of ['/', '/demo', '/chat']) {
        await page.goto(walkie + path);
        await page.waitForLoadState('networkidle');
        expect(await violations(page), path).toEqual([]);
      }
    });
  });
}
