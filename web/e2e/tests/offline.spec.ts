// S6 and the no-loss contract as a visitor meets them: a phone in a tunnel.

import { Line } from './support/line.ts';
import {
  expect,
  numbered,
  openThread,
  openWidget,
  own,
  reply,
  said,
  signIn,
  test,
  theirs,
  thread,
  told,
  write,
} from './support/people.ts';

const three = ['v-01', 'v-02', 'v-03'];
const back = { timeout: 45_000 };

for (const where of ['the widget', '/chat'] as const)
  test(`three messages sent offline arrive once and in order: ${where}`, async ({
    walkie,
    person,
  }) => {
    test.setTimeout(120_000);
    await walkie.createAgent();
    const line = await Line.to(walkie.origin);
    const visitors = await person();
    const page = await visitors.newPage();
    const path = where === '/chat' ? '/chat' : '/demo';
    const open = () => (where === '/chat' ? page : openWidget(page));
    await page.goto(line.origin + path);
    let app = await open();
    await write(app, 'hello');
    await expect(own(app, 'hello')).toContainText('Sent');
    const agent = await (await person()).newPage();
    await signIn(agent, walkie);
    await openThread(agent, 'hello');

    await line.cut();
    for (const text of three) await write(app, text);
    await expect(app.locator('.banner')).toHaveText(
      'No connection to the chat. 3 messages will be sent later',
      back,
    );
    await expect(own(app, 'v-03')).toContainText('Sending');
    await app.locator('textarea').fill('and one more th');
    // The agent writes meanwhile; the visitor reloads, in vain.
    await reply(agent, 'a-01');
    await expect.poll(() => told(agent, walkie)).toHaveLength(2);
    await expect(page.reload()).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
    expect(await told(agent, walkie)).toHaveLength(2);

    await line.mend();
    // The browser's own page of failure may still be on its way.
    await expect(() => page.goto(line.origin + path)).toPass();
    app = await open();
    await expect(theirs(app, 'a-01')).toHaveCount(1, back);
    await expect(own(app, 'v-03')).toContainText(/Sent|Delivered|Seen/, back);
    await expect(app.locator('.banner')).toHaveCount(0, back);
    await expect(app.locator('textarea')).toHaveValue('and one more th');
    const all = ['a-01', ...three];
    await expect.poll(() => numbered(thread(agent))).toEqual(all);
    expect(await numbered(app.locator('.log'))).toEqual(all);
    const saved = await told(agent, walkie);
    expect(saved.map(({ content }) => content)).toEqual(['hello', ...all]);
    // 3 is the change that came with the answer: it took the conversation.
    expect(saved.map(({ seq }) => seq)).toEqual([1, 2, 4, 5, 6]);

    // A tunnel that the browser notices, and its end without a reload.
    await visitors.setOffline(true);
    await write(app, 'second tunnel');
    await expect(app.locator('.banner')).toContainText('1 message will be sent later', back);
    await visitors.setOffline(false);
    await expect(said(agent, 'second tunnel')).toHaveCount(1, back);
    await expect(own(app, 'second tunnel')).toContainText(/Sent|Delivered|Seen/);
    await line.cut();
  });

test('a refused message keeps its text and goes out again', async ({ walkie, person }) => {
  const visitors = await person();
  const page = await visitors.newPage();
  await page.goto(`${walkie.origin}/chat`);
  await write(page, 'hello');
  await expect(own(page, 'hello')).toContainText('Sent');
  // What the server answers while this visitor may not write.
  const body = { type: 'about:blank', title: 'Forbidden', status: 403, code: 'forbidden' };
  await visitors.route('**/messages', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', json: body }),
  );
  await write(page, 'please take me');
  await expect(page.locator('.foot.failed')).toContainText('Not sent');
  await page.reload();
  await expect(own(page, 'please take me')).toContainText('Not sent');
  await visitors.unroute('**/messages');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(own(page, 'please take me')).toContainText('Sent');
  const texts = (await told(page, walkie)).map(({ content }) => content);
  expect(texts).toEqual(['hello', 'please take me']);
});
