// Two people and what they see: the visitor in the widget or on /chat, the agent in the inbox.

import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type FrameLocator,
  type Locator,
  type Page,
} from '@playwright/test';
import type { Message } from '@walkie/client';
import { agent, Walkie } from './walkie.ts';

/** Where the visitor's app is: a page of its own, or the widget's frame. */
export type App = Page | FrameLocator;

export interface Stage {
  walkie: Walkie;
  /** A browser of its own: its own cookies, storage and connection. */
  person(options?: BrowserContextOptions): Promise<BrowserContext>;
}

export const test = base.extend<Stage>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  walkie: async ({}, use) => {
    const walkie = await Walkie.start();
    await use(walkie);
    await walkie.stop();
  },
  person: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ locale: 'en-US', ...options });
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

// --- The visitor ---

export const launcher = (page: Page) => page.locator('walkie-widget button');
export const frameOf = (page: Page) => page.frameLocator('walkie-widget iframe');

export async function openWidget(page: Page): Promise<FrameLocator> {
  await launcher(page).waitFor();
  // After a reload of an open chat it is open already.
  if ((await launcher(page).getAttribute('aria-expanded')) !== 'true') await launcher(page).click();
  const frame = frameOf(page);
  await expect(frame.locator('textarea')).toBeVisible();
  return frame;
}

export async function write(app: App, text: string) {
  await app.locator('textarea').fill(text);
  await app.locator('textarea').press('Enter');
}

/** The visitor's own message with this text, and below it how far it has come. */
export const own = (app: App, text: string) => app.locator('.line.me').filter({ hasText: text });
export const theirs = (app: App, text: string) =>
  app.locator('.line.them').filter({ hasText: text });

// --- The agent ---

export async function signIn(page: Page, walkie: Walkie, who = agent) {
  await page.goto(`${walkie.origin}/agent`);
  await page.locator('input[type=email]').fill(who.email);
  await page.locator('input[type=password]').fill(who.password);
  await page.locator('button[type=submit]').click();
  await expect(everything(page)).toBeVisible();
}

/** The third tab, in any language: Mine, Unassigned, All. */
const everything = (page: Page) => page.getByRole('tab').nth(2);
export const thread = (page: Page) => page.getByRole('log');
export const said = (page: Page, text: string) =>
  thread(page).getByRole('article').filter({ hasText: text });

/** Opens the conversation whose row shows this text. */
export async function openThread(page: Page, text: string) {
  await everything(page).click();
  await page.locator('a[data-row]').filter({ hasText: text }).click();
  await expect(said(page, text).last()).toBeVisible();
}

export async function reply(page: Page, text: string) {
  const field = page.getByRole('tabpanel').locator('textarea');
  await field.fill(text);
  await field.press('Enter');
}

// --- Both ---

/** Which of the numbered messages ("v-01", "a-02" …) are drawn, from top to bottom. */
export const numbered = (log: Locator) =>
  log.evaluate((box) => (box as HTMLElement).innerText.match(/\b[va]-\d\d\b/g) ?? []);

/** What the database has, as REST tells it to whoever is signed in on this page. */
export async function told(page: Page, walkie: Walkie, conversation = 1): Promise<Message[]> {
  const path = `${walkie.origin}/messages?conversation_id=${conversation}&limit=200`;
  const answer = await page.request.get(path);
  expect(answer.status()).toBe(200);
  return (await answer.json()).items;
}
