// Storage that was cut short, and answers that are somebody else's: nothing that was written is lost.
import { expect, type Page, test } from '@playwright/test';
import { PlayedServer, walkie } from './support/played_server.ts';

const field = (page: Page) => page.locator('textarea');
const own = (page: Page, text: string) => page.locator('.line.me').filter({ hasText: text });
const one = { client_id: '01a205c1-df0a-7000-8d5f-54a5a9e75925', content: 'the first', at: 1 };
const two = { client_id: '01a205c1-df0a-7000-8d5f-54a5a9e75926', content: 'the second one', at: 2 };
const stored = JSON.stringify([one, two].map((message) => ({ ...message, failed: false })));

for (const [how, text, half] of [
  ['in the second text', stored.slice(0, stored.indexOf('second') + 3), 'the sec'],
  ['behind the first', stored.slice(0, stored.indexOf('},') + 2), null],
  ['in the second id', stored.slice(0, stored.indexOf('{', 5) + 20), null],
  ['with a broken entry', stored.replace('"at":2', '"at":'), 'the second one'],
  ['with an entry that is none', `[7,${stored.slice(1)}`, 'whole'],
] as const)
  test(`first messages whose storage is cut ${how}`, async ({ page, context }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const server = await PlayedServer.on(context);
    await page.addInitScript((kept) => {
      if (sessionStorage.getItem('cut')) return;
      sessionStorage.setItem('cut', '1');
      localStorage.setItem('walkie:1:first', kept);
    }, text);
    await page.goto(`${walkie}/chat`);
    // Of two that follow each other the last one says how far they are.
    const last = half === 'whole' ? 'the second one' : 'the first';
    await expect(own(page, last)).toContainText('Sent');
    if (half !== 'whole' && half !== null) {
      // What is not whole is not sent by itself.
      await expect(own(page, half)).toContainText('Not sent');
      await page.reload();
      await own(page, half).getByRole('button', { name: 'Edit' }).click();
      await expect(field(page)).toHaveValue(half);
      await field(page).press('Enter');
      await expect(own(page, half)).toContainText('Sent');
    }
    const expected = half === 'whole' ? 'the second one' : half;
    expect(server.log.map(({ content }) => content)).toEqual(
      ['the first', expected].filter((content) => content !== null),
    );
    expect(errors).toEqual([]);
  });

test('what cannot be read at all is kept aside', async ({ page, context }) => {
  await PlayedServer.on(context);
  await page.addInitScript(() => localStorage.setItem('walkie:1:first', '[{"client_id":"01a2'));
  await page.goto(`${walkie}/chat`);
  await expect(field(page)).toBeVisible();
  const aside = () => page.evaluate(() => localStorage.getItem('walkie:1:unreadable'));
  await expect.poll(aside).toBe('[{"client_id":"01a2');
});

test('a visitor whose record is cut is still who they are', async ({ page, context }) => {
  const server = await PlayedServer.on(context);
  await page.goto(`${walkie}/chat`);
  await field(page).fill('hello');
  await field(page).press('Enter');
  await expect(own(page, 'hello')).toContainText('Sent');
  await page.addInitScript(() => {
    if (sessionStorage.getItem('cut')) return;
    sessionStorage.setItem('cut', '1');
    localStorage.setItem('walkie:1:visitor', '{"token":"a-token","visi');
  });
  await page.reload();
  await expect(own(page, 'hello')).toBeVisible();
  expect(server.visitors).toBe(1);
});

for (const talking of [false, true])
  test(`an answer that is not Walkie's says so, ${talking ? 'in a conversation' : 'first'}`, async ({
    page,
    context,
  }) => {
    const server = await PlayedServer.on(context);
    await page.goto(`${walkie}/chat`);
    await expect(field(page)).toBeVisible();
    if (talking) {
      await field(page).fill('hello');
      await field(page).press('Enter');
      await expect(own(page, 'hello')).toContainText('Sent');
    }
    server.portal = true;
    await server.lose('websocket');
    server.websocket = true;
    await field(page).fill('behind a portal');
    await field(page).press('Enter');
    await expect(page.locator('.banner')).toContainText('may want you to sign in');
    await expect(own(page, 'behind a portal')).toContainText('Sending');
    server.portal = false;
    await expect(own(page, 'behind a portal')).toContainText(/Sent|Delivered|Seen/, {
      timeout: 40_000,
    });
    await expect(page.locator('.banner')).toHaveCount(0, { timeout: 40_000 });
    expect(server.log.at(-1)?.content).toBe('behind a portal');
  });
