// A page of the built inbox in a world of its own, and what the tests look at on it.
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { violations } from '../../../e2e/tests/support/violations.ts';
import { live, ORIGIN } from './live.ts';
import { createWorld, type Size, type World } from './world.ts';

interface Visit {
  readonly size?: Size;
  readonly prefer?: Record<string, unknown>;
  readonly phone?: boolean;
  /** In CSS pixels; a desk's by default. */
  readonly viewport?: { width: number; height: number };
  /** Before the first page is opened. */
  readonly listen?: (context: BrowserContext) => Promise<void>;
  readonly before?: (world: World) => void;
  /** The browser has not been asked for notifications. */
  readonly ask?: boolean;
}

export async function visit(
  browser: Browser,
  path: string,
  { size, prefer, phone, viewport: room, listen, before, ask }: Visit = {},
) {
  const world = createWorld(size);
  const viewport = room ?? (phone ? { width: 390, height: 780 } : { width: 1440, height: 900 });
  const context = await browser.newContext({
    viewport,
    reducedMotion: 'reduce',
    hasTouch: phone === true,
    isMobile: phone === true,
  });
  await context.addInitScript((preferences) => {
    localStorage.setItem('walkie.inbox.preferences', JSON.stringify(preferences));
  }, prefer ?? { theme: 'light', locale: 'en', details: true });
  if (ask) {
    await context.addInitScript(() => {
      Object.defineProperty(Notification, 'permission', { get: () => 'default' });
    });
  }
  before?.(world);
  await listen?.(context);
  await live(context, world);
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) throw new Error(line.text());
  });
  await page.goto(ORIGIN + path);
  return { page, world, context };
}

export async function accessible(page: Page) {
  expect(await violations(page)).toEqual([]);
}

export const log = (page: Page) => page.getByRole('log');
export const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
export const bottomGap = (page: Page) =>
  log(page).evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);

/** Everything that the page has told the server about how far it has read. */
export const told = (world: World) => world.reads.map(({ seq }) => seq);
