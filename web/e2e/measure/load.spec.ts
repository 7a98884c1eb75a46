// From page load to in sync on a phone-like machine: CPU slowed 6 times (CDP), 300 ms of network (a
// relay that holds every byte for half of it, both ways; CDP's own delay leaves out WebSockets).
// WALKIE_ROUNDS=N loads per page. Prints the median and the slowest.

import type { Page } from '@playwright/test';
import { Line } from '../tests/support/line.ts';
import { expect, openThread, own, signIn, test, write } from '../tests/support/people.ts';

const slower = 6;
const delay_ms = 150;
const rounds = Number(process.env.WALKIE_ROUNDS ?? 7);

const marks = ['connection open', '← synced'];

/** When each line stands first in the SDK's log, in milliseconds since the navigation. */
const watch = (lines: string[]) => {
  const seen: Record<string, number> = {};
  Object.assign(window, { seen });
  console.debug = (line: unknown) => {
    const mark = lines.find((one) => line === `[walkie] ${one}`);
    if (mark) seen[mark] ??= Math.round(performance.now());
  };
};

const seenBy = (page: Page) =>
  page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);

async function load(page: Page) {
  await page.reload({ waitUntil: 'commit' });
  await expect.poll(() => seenBy(page), { timeout: 60_000 }).toHaveProperty('← synced');
  return seenBy(page);
}

async function report(name: string, page: Page) {
  await page.addInitScript(watch, marks);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const all: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) all.push(await load(page));
  for (const mark of marks) {
    const sorted = all.map((seen) => seen[mark] ?? Number.NaN).sort((a, b) => a - b);
    console.log(`${name}: ${mark}: ${sorted[rounds >> 1]} ms, slowest ${sorted.at(-1)} ms`);
  }
}

test('from page load to in sync', async ({ walkie, person }) => {
  await walkie.createAgent();
  const line = await Line.to(walkie.origin, delay_ms);
  const visitor = await (await person()).newPage();
  await visitor.goto(`${line.origin}/chat`);
  await write(visitor, 'hello');
  await expect(own(visitor, 'hello')).toContainText('Sent');
  const agent = await (await person()).newPage();
  await signIn(agent, { ...walkie, origin: line.origin } as typeof walkie);
  await openThread(agent, 'hello');
  await report('/chat', visitor);
  await report('/agent, a conversation', agent);
  await line.cut();
});
