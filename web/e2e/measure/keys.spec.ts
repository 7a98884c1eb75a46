// From a key to the paint that shows it, as the browser itself times it (Event Timing: from the
// key's own time to the next paint, in steps of 8 ms; shorter than 16 ms is not told). CPU slowed 6
// times, a thread of 60 messages. WALKIE_KEYS=N keys per page. Prints the median, p95 and the slowest.

import type { Page } from '@playwright/test';
import {
  expect,
  openThread,
  own,
  reply,
  said,
  signIn,
  test,
  theirs,
  write,
} from '../tests/support/people.ts';
import { have } from '../tests/support/talk.ts';

const slower = 6;
const keys = Number(process.env.WALKIE_KEYS ?? 60);

interface Timed extends PerformanceEntry {
  interactionId: number;
}

/** Keeps the longest duration of each interaction: keydown, keypress, input, keyup. */
const watch = () => {
  const paints = new Map<number, number>();
  Object.assign(window, { paints });
  const take = (list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries() as Timed[]) {
      if (!entry.name.startsWith('key') || !entry.interactionId) continue;
      const longest = Math.max(paints.get(entry.interactionId) ?? 0, entry.duration);
      paints.set(entry.interactionId, longest);
    }
  };
  new PerformanceObserver(take).observe({
    type: 'event',
    durationThreshold: 16,
    buffered: true,
  } as PerformanceObserverInit);
};

async function report(name: string, page: Page) {
  await page.evaluate(watch);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const text = 'the quick brown fox jumps over the lazy dog '.repeat(20).slice(0, keys);
  // As a person types: each key once the one before has been painted.
  for (const key of text) {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    await page.evaluate(
      () => new Promise<void>((painted) => requestAnimationFrame(() => setTimeout(painted))),
    );
  }
  const told = await page.evaluate(() => [
    ...(window as unknown as { paints: Map<number, number> }).paints.values(),
  ]);
  const quick = Math.max(0, keys - told.length);
  const all = [...Array<number>(quick).fill(8), ...told].sort((a, b) => a - b);
  const at = (share: number) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
  console.log(
    `${name}: key to paint: ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${all.at(-1)} ms; ` +
      `${quick} of ${keys} under 16 ms`,
  );
}

test('from a key to its paint', async ({ walkie, person }) => {
  test.setTimeout(180_000);
  await walkie.createAgent();
  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  const lines = Array.from(
    { length: 60 },
    (_, n) => `${n % 3 ? '>' : '<'} line **${n}** of some words`,
  );
  const id = await have(agent, walkie, { name: 'Li Wei', lines });
  await agent.goto(`${walkie.origin}/agent/c/${id}?view=all`);
  await expect(said(agent, 'line 59')).toBeVisible();
  await agent.getByRole('textbox', { name: 'Reply' }).focus();
  await report('/agent, a conversation of 60', agent);
  await agent.getByRole('textbox', { name: 'Reply' }).fill('');

  const visitor = await (await person()).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'hello');
  await expect(own(visitor, 'hello')).toContainText('Sent');
  await openThread(agent, 'hello');
  for (let n = 1; n <= 50; n += 1) await reply(agent, `answer ${n} of some words`);
  await expect(theirs(visitor, 'answer 50')).toHaveCount(1);
  await visitor.locator('textarea').focus();
  await report('/chat, a conversation of 51', visitor);
});
