// The server is killed while both write, three times. Nothing is lost, nothing comes twice, both see
// one order: that of the database.

import {
  expect,
  numbered,
  openThread,
  openWidget,
  reply,
  said,
  signIn,
  test,
  thread,
  told,
  write,
} from './support/people.ts';

const kills = 3;
const each = 6;
const back = { timeout: 45_000 };
const names = (who: string, round: number) =>
  Array.from({ length: each }, (_, i) => `${who}-${String(round * each + i + 1).padStart(2, '0')}`);

test('kill -9 in the middle of a conversation loses nothing', async ({ walkie, person }) => {
  test.setTimeout(240_000);
  await walkie.createAgent();
  // High enough for the whole thread: the inbox draws only what can be seen.
  const agent = await (await person({ viewport: { width: 1440, height: 4000 } })).newPage();
  const shop = await (await person()).newPage();
  await shop.goto(`${walkie.origin}/demo`);
  const widget = await openWidget(shop);
  await write(widget, 'hello');
  await signIn(agent, walkie);
  await openThread(agent, 'hello');
  // Else the first answer would take the conversation, at a place between the messages.
  await agent.getByRole('button', { name: 'Assign to me' }).click();
  await expect(thread(agent)).toContainText('You took the conversation');

  for (let round = 0; round < kills; round++) {
    const visitors = names('v', round);
    const agents = names('a', round);
    const talk = async (say: (text: string) => Promise<void>, texts: string[]) => {
      for (const text of texts) await say(text);
    };
    const half = round * each + each / 2;
    await Promise.all([
      talk((text) => write(widget, text), visitors),
      talk((text) => reply(agent, text), agents),
      expect
        .poll(async () => (await numbered(widget.locator('.log'))).length, back)
        .toBeGreaterThan(half)
        .then(() => walkie.kill()),
    ]);
    await widget.locator('textarea').fill('half a thought');
    await expect(widget.locator('.banner')).toContainText('No connection to the chat');
    await expect(agent.getByText('No connection to the server. What you write')).toBeVisible();
    await walkie.start();

    // Both come back by themselves, and what was half written is still there.
    const all = (round + 1) * each * 2;
    await expect
      .poll(() => numbered(widget.locator('.log')).then((seen) => seen.length), back)
      .toBe(all);
    await expect.poll(() => numbered(thread(agent)).then((seen) => seen.length), back).toBe(all);
    await expect(widget.locator('.banner')).toHaveCount(0, back);
    await expect(agent.getByText('In sync')).toBeVisible(back);
    await expect(widget.locator('textarea')).toHaveValue('half a thought');
    await expect(widget.locator('.foot', { hasText: 'Sending' })).toHaveCount(0);
  }

  const saved = (await told(agent, walkie)).slice(1);
  const texts = saved.map(({ content }) => content);
  const expected = [0, 1, 2].flatMap((round) => [...names('v', round), ...names('a', round)]);
  expect(texts.toSorted()).toEqual(expected.toSorted());
  expect(texts.filter((text) => text.startsWith('v'))).toEqual(
    expected.filter((text) => text.startsWith('v')),
  );
  expect(texts.filter((text) => text.startsWith('a'))).toEqual(
    expected.filter((text) => text.startsWith('a')),
  );
  expect(saved.map(({ seq }) => seq)).toEqual(saved.map((_, i) => i + 3));
  // A message stands last until its writer knows its place.
  await expect.poll(() => numbered(widget.locator('.log'))).toEqual(texts);
  await expect.poll(() => numbered(thread(agent))).toEqual(texts);

  // And live again, both ways.
  await write(widget, 'still there?');
  await expect(said(agent, 'still there?')).toHaveCount(1);
  await reply(agent, 'always');
  await expect(widget.locator('.line.them', { hasText: 'always' })).toHaveCount(1);
});
