// A page at another port of the chat's own host: another origin, but the same site, so that the
// browser sends it the agent's cookie along (as from www.shop.example to chat.shop.example). The
// cookie counts on Walkie's own pages only, even when the page stands on an inbox's list (decision
// 0084).

import type { Page } from '@playwright/test';
import { expect, openThread, signIn, test, told, write } from './support/people.ts';
import { openSite } from './support/site.ts';

/** What a script of this page gets with whatever cookies the browser sends. */
const attempts = (page: Page, chat: string) =>
  page.evaluate(async (chat) => {
    const send = (path: string, options: RequestInit) =>
      fetch(chat + path, { credentials: 'include', ...options }).then(
        (answer) => answer.status,
        () => 'kept from the page',
      );
    const ask = (method: string, path: string, body?: object) =>
      send(path, {
        method,
        ...(body && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
    // As a form would: sent without asking first, whatever the page may read of the answer.
    const blind = (path: string, body: object) =>
      send(path, { method: 'POST', mode: 'no-cors', body: JSON.stringify(body) });
    const message = { conversation_id: 1, content: 'not from the agent' };
    const frames = await new Promise<string[]>((done) => {
      const types: string[] = [];
      const socket = new WebSocket(`${chat.replace('http', 'ws')}/ws`, 'walkie.v1');
      socket.onopen = () => {
        socket.send(JSON.stringify({ type: 'subscribe_inbox' }));
        socket.send(JSON.stringify({ type: 'message', ...message }));
        socket.send(JSON.stringify({ type: 'ping' }));
      };
      socket.onmessage = (event) => {
        types.push(JSON.parse(event.data).type);
        if (types.at(-1) === 'pong') socket.close();
      };
      socket.onclose = () => done(types);
    });
    const streamed = await new Promise<string>((done) => {
      const stream = new EventSource(`${chat}/conversations/1/events?after=0`, {
        withCredentials: true,
      });
      const end = (how: string) => {
        stream.close();
        done(how);
      };
      stream.onopen = () => end('open');
      stream.onerror = () => end('refused');
    });
    return {
      me: await ask('GET', '/me'),
      conversations: await ask('GET', '/conversations'),
      messages: await ask('GET', '/messages?conversation_id=1'),
      agents: await ask('GET', '/agents'),
      events: await ask('GET', '/conversations/1/events?after=0'),
      write: await ask('POST', '/messages', message),
      blind: await blind('/messages', message),
      change: await ask('PATCH', '/conversations/1', { status: 'resolved' }),
      signOut: await ask('DELETE', '/sessions/current'),
      frames,
      streamed,
    };
  }, chat);

test('is not the agent who is signed in, though the cookie comes along', async ({
  walkie,
  person,
}) => {
  await walkie.createAgent();
  const site = await openSite(walkie.origin, '', { 'content-security-policy': '' });
  await walkie.allowOrigin(site.neighbour);
  const visitor = await (await person()).newPage();
  await visitor.goto(`${walkie.origin}/chat`);
  await write(visitor, 'for the agent only');

  const browser = await person();
  const inbox = await browser.newPage();
  await signIn(inbox, walkie);
  await openThread(inbox, 'for the agent only');

  const page = await browser.newPage();
  await page.goto(site.neighbour);
  expect(site.cookie()).toContain('walkie_agent'); // the browser does not tell ports apart
  const before = walkie.log.length;
  const { frames, streamed, blind: _, ...asked } = await attempts(page, walkie.origin);
  expect({ frames, streamed }).toEqual({ frames: [], streamed: 'refused' });
  for (const [what, answer] of Object.entries(asked))
    expect([what, answer]).toEqual([what, 'kept from the page']);
  // Nor did the server do it and only keep the answer from the page.
  const answered = [...walkie.log.slice(before).matchAll(/path=(\S+) status=(\d+)/g)];
  for (const path of ['/me', '/conversations', '/messages', '/ws', '/conversations/1/events'])
    expect(answered.filter((line) => line[1] === path).map((line) => line[2])).toContain('401');
  expect(answered.filter((line) => !['204', '401'].includes(line[2] ?? ''))).toEqual([]);
  expect((await told(inbox, walkie)).map((message) => message.content)).toEqual([
    'for the agent only',
  ]);
  // The same script on Walkie's own page is the agent: what was refused is the page.
  const own = await attempts(inbox, walkie.origin);
  expect(own).toMatchObject({ me: 200, conversations: 200, messages: 200, streamed: 'open' });
  expect(own.frames).toContain('ready');
  await site.close();
});
