// The number of unread messages in the agents' list is the server's, in every tab, while one reads.

import type { Page } from '@playwright/test';
import { expect, said, signIn, test, thread } from './support/people.ts';
import { have } from './support/talk.ts';
import type { Walkie } from './support/walkie.ts';

const row = (page: Page) => page.locator('a[data-row]').filter({ hasText: 'Mia' });
/** What the row says; 0 where it says nothing. */
const shown = async (page: Page) =>
  Number(/(\d+) unread message/.exec(await row(page).innerText())?.[1] ?? 0);
const truth = async (page: Page, walkie: Walkie, id: number): Promise<number> => {
  const answer = await page.request.get(`${walkie.origin}/conversations/${id}`);
  return (await answer.json()).unread;
};

test('a reading that stops in the middle leaves the number that the server has', async ({
  walkie,
  person,
}) => {
  await walkie.createAgent();
  const desk = await person();
  const page = await desk.newPage();
  await signIn(page, walkie);
  const lines = Array.from({ length: 61 }, (_, n) => `> line ${n + 1}`);
  const id = await have(page, walkie, { name: 'Mia', lines });
  const second = await desk.newPage();
  await second.goto(`${walkie.origin}/agent?view=all`);
  await expect.poll(() => shown(second)).toBe(61);

  await page.getByRole('tab').nth(2).click();
  await row(page).click();
  await expect.poll(() => truth(page, walkie, id)).toBeLessThan(61);
  await expect.poll(async () => (await shown(page)) - (await truth(page, walkie, id))).toBe(0);
  expect(await shown(page)).toBeGreaterThan(0);
  await expect.poll(async () => (await shown(second)) - (await truth(page, walkie, id))).toBe(0);

  await thread(page).hover();
  await page.mouse.wheel(0, 20_000);
  await expect(said(page, 'line 61')).toBeVisible();
  await expect.poll(() => truth(page, walkie, id)).toBe(0);
  await expect.poll(() => shown(page)).toBe(0);
  await expect.poll(() => shown(second)).toBe(0);
});
