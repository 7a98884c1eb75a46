// The original behaviour in a browser: points 1, 4, 9 and 10 of what the first version did.

import type { Page } from '@playwright/test';
import { expect, openThread, own, said, signIn, test, told, write } from './support/people.ts';

interface Heard {
  protocol: string;
  frames: { type: string; conversation_id?: number; data: { id?: number; content?: string } }[];
}

/** What anybody may type into the console: no library, no subprotocol, only the cookie. */
const listen = (page: Page, conversation: number) =>
  page.evaluate(async (id) => {
    const heard: Heard = { protocol: '', frames: [] };
    Object.assign(window, { heard });
    const socket = new WebSocket(`ws://${location.host}/ws?conversation_id=${id}`);
    socket.onmessage = ({ data }) => heard.frames.push(JSON.parse(data));
    return new Promise<'open' | 'refused'>((settled) => {
      socket.onopen = () => settled('open');
      socket.onerror = () => settled('refused');
    });
  }, conversation);

const frames = (page: Page, type: string) =>
  page.evaluate(
    (wanted) =>
      (window as unknown as { heard: Heard }).heard.frames.filter((frame) => frame.type === wanted),
    type,
  );

const post = (page: Page, content: string) =>
  page.evaluate(async (text) => {
    const answer = await fetch('/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ conversation_id: 1, content: text, sender_is_agent: false }),
    });
    return { status: answer.status, message: await answer.json() };
  }, content);

test('point 1, 4: a plain WebSocket with the cookie hears what is posted', async ({
  walkie,
  person,
}) => {
  const visitor = await person();
  const chat = await visitor.newPage();
  await chat.goto(`${walkie.origin}/chat`);
  await write(chat, 'hello');
  await expect(own(chat, 'hello')).toContainText('Sent');

  const plain = await visitor.newPage();
  await plain.goto(`${walkie.origin}/`);
  expect(await listen(plain, 1)).toBe('open');
  await expect.poll(() => frames(plain, 'ready')).toHaveLength(1);
  // What is posted from here on it hears; before this it may not.
  await expect.poll(() => frames(plain, 'subscribed')).toHaveLength(1);
  const { status, message } = await post(plain, '你好');
  expect(status).toBe(201);
  await expect.poll(() => frames(plain, 'new_message')).toHaveLength(1);
  const [frame] = await frames(plain, 'new_message');
  expect(frame).toMatchObject({
    type: 'new_message',
    conversation_id: 1,
    data: { id: message.id, content: '你好', sender_is_agent: false },
  });
  const { head_seq, ...rest } = message;
  expect(frame?.data).toEqual(rest);
  expect(head_seq).toBe(2);

  // Somebody else's cookie, and none at all, hear nothing.
  const other = await (await person()).newPage();
  await other.goto(`${walkie.origin}/`);
  expect(await listen(other, 1)).toBe('refused');
  await other.goto(`${walkie.origin}/chat`);
  await write(other, 'mine');
  await expect(own(other, 'mine')).toContainText('Sent');
  expect(await listen(other, 1)).toBe('refused');
});

test('point 9: /chat adds a message once and disconnects when it is left', async ({
  walkie,
  person,
}) => {
  const visitor = await person();
  const chat = await visitor.newPage();
  await chat.goto(`${walkie.origin}/chat`);
  await write(chat, 'from the page');
  await expect(own(chat, 'from the page')).toContainText('Sent');
  // The answer and the push tell of the same message; so do two pages of one visitor.
  const second = await visitor.newPage();
  await second.goto(`${walkie.origin}/chat`);
  await expect(own(second, 'from the page')).toHaveCount(1);
  expect((await post(second, 'from a script')).status).toBe(201);
  await write(second, 'from the second page');
  for (const page of [chat, second]) {
    await expect(own(page, 'from the second page')).toHaveCount(1);
    await expect(own(page, 'from a script')).toHaveCount(1);
    await expect(page.locator('.bubble')).toHaveCount(3);
  }
  // A page shows what is still on its way.
  await expect(own(second, 'from the second page')).toContainText('Sent');
  expect(await told(chat, walkie)).toHaveLength(3);

  const sockets = async () => {
    const metrics = await (await chat.request.get(`${walkie.origin}/metrics`)).text();
    return Number(/^walkie_websockets (\d+)$/m.exec(metrics)?.[1]);
  };
  await expect.poll(sockets).toBe(1);
  await chat.close();
  await second.goto('about:blank');
  await expect.poll(sockets).toBe(0);
});

test('point 10: the console and the log follow a message', async ({ walkie, person }) => {
  await walkie.createAgent();
  const visitor = await (await person()).newPage();
  const lines: string[] = [];
  visitor.on('console', (line) => lines.push(line.text()));
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'one');
  await expect(own(visitor, 'one')).toContainText('Sent');
  await write(visitor, 'two');
  await expect(own(visitor, 'two')).toContainText('Sent');
  const [, second] = await told(visitor, walkie);
  await expect.poll(() => lines.join('\n')).toMatch(/\[walkie\] connection open/);
  const followed = [
    new RegExp(`POST /messages 201 ${second?.client_id}`),
    /← new_message .*conversation_id: 1, seq: 2/,
  ];
  for (const line of followed) await expect.poll(() => lines.join('\n')).toMatch(line);

  const agent = await (await person()).newPage();
  await signIn(agent, walkie);
  await openThread(agent, 'two');
  await expect(said(agent, 'two')).toHaveCount(1);
  await expect.poll(() => walkie.log).toMatch(new RegExp(`message(?:_id)?=${second?.id}\\b`));
  expect(walkie.log).not.toContain('walkie.token');
});
