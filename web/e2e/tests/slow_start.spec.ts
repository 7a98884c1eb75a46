// A page whose main thread is busy just after it has asked for the tabs' lock: it leads all the same,
// at once, and takes the lock from nobody (T1 to T3).

import type { Page } from '@playwright/test';
import { expect, openThread, own, signIn, test, write } from './support/people.ts';

interface Counted {
  steals: number;
  synced: boolean;
}

/** Blocks the main thread right after the first request of a lock; counts what is stolen. */
const busy = (ms: number) => {
  const counted: Counted = { steals: 0, synced: false };
  Object.assign(window, { counted });
  const { request } = LockManager.prototype;
  let first = true;
  LockManager.prototype.request = function (this: LockManager, ...given: unknown[]) {
    const asked = Reflect.apply(request, this, given);
    const [, options] = given as [string, LockOptions];
    if (options.steal) counted.steals++;
    // As soon as the page has done what it does in this turn: its deadline is set by then.
    if (first)
      queueMicrotask(() => {
        const end = performance.now() + ms;
        while (performance.now() < end);
      });
    first = false;
    return asked;
  } as typeof request;
  const { debug } = console;
  console.debug = (...line: unknown[]) => {
    if (line[0] === '[walkie] ← synced') counted.synced = true;
    debug(...line);
  };
};

const counted = (page: Page) =>
  page.evaluate(() => (window as unknown as { counted: Counted }).counted);

for (const ms of [1900, 2600, 6000])
  test(`T3: a main thread that is busy for ${ms} ms`, async ({ walkie, person }) => {
    await walkie.createAgent();
    const visitor = await (await person()).newPage();
    await visitor.goto(`${walkie.origin}/chat`);
    await write(visitor, 'hello');
    await expect(own(visitor, 'hello')).toContainText('Sent');
    const agent = await (await person()).newPage();
    await signIn(agent, walkie);
    await openThread(agent, 'hello');
    for (const page of [visitor, agent]) {
      await page.addInitScript(busy, ms);
      await page.reload();
      // Without the rule it takes 30 s until somebody looks again.
      await expect
        .poll(() => counted(page), { timeout: ms + 8000 })
        .toEqual({ steals: 0, synced: true });
    }
  });
