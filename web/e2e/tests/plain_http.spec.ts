// In an office's own network there is often no TLS. Such a page is not a "secure context": Web Locks,
// randomUUID, the clipboard and notifications are missing. Everything else works.

import type { Page } from '@playwright/test';
import config from '../playwright.config.ts';
import {
  expect,
  launcher,
  openThread,
  openWidget,
  own,
  reply,
  said,
  signIn,
  test,
  theirs,
  write,
} from './support/people.ts';
import type { Walkie } from './support/walkie.ts';

const host = 'walkie.lan';
const launchOptions = config.use?.launchOptions;
test.use({
  launchOptions: {
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), `--host-resolver-rules=MAP ${host} 127.0.0.1`],
  },
});

/** The same server, as its neighbours in the network address it. */
const near = (walkie: Walkie) =>
  ({ origin: walkie.origin.replace('127.0.0.1', host) }) as unknown as Walkie;
const errors = (page: Page) => {
  const all: string[] = [];
  page.on('pageerror', (error) => all.push(String(error)));
  return all;
};

test('visitor and agent talk over plain HTTP', async ({ walkie, person }) => {
  await walkie.createAgent();
  const shop = await (await person()).newPage();
  const agent = await (await person()).newPage();
  const broken = [errors(shop), errors(agent)];
  const { origin } = near(walkie);
  await shop.goto(`${origin}/demo`);
  expect(await shop.evaluate(() => isSecureContext)).toBe(false);
  const widget = await openWidget(shop);
  await write(widget, 'Is anybody there?');
  await expect(own(widget, 'anybody')).toContainText(/Sent|Delivered/);

  await signIn(agent, near(walkie));
  await openThread(agent, 'anybody');
  await reply(agent, 'I am.');
  await expect(theirs(widget, 'I am.')).toHaveCount(1);
  await agent.getByRole('button', { name: /^Resolve/ }).click();
  await expect(agent.getByRole('button', { name: /^Reopen/ })).toBeVisible();

  // A second tab of each: without locks they have a connection each, and one message once.
  const [other, second] = [await shop.context().newPage(), await agent.context().newPage()];
  broken.push(errors(other), errors(second));
  await other.goto(`${origin}/demo`);
  await launcher(other).waitFor();
  const again = await openWidget(other);
  await second.goto(`${origin}/agent/c/1?view=all`);
  await write(again, 'from the second tab');
  for (const app of [widget, again]) await expect(own(app, 'from the second')).toHaveCount(1);
  for (const page of [agent, second]) await expect(said(page, 'from the second')).toHaveCount(1);

  // What the browser does not allow is said.
  await said(second, 'from the second').hover();
  await said(second, 'from the second')
    .getByRole('button', { name: 'Actions for this message' })
    .click();
  await second.getByRole('menuitem', { name: 'Copy text' }).click();
  await expect(second.getByText('The browser did not allow copying.')).toBeVisible();
  expect(broken.flat()).toEqual([]);
});
