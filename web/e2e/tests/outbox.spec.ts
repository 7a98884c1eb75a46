// The SDK in a real browser, with its real storage, locks and broadcast channel; the server is played
// here, so that it can be taken away. S6 and H6.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { ClientFrame, ServerFrame } from '@walkie/client';
import { FakeServer, frameOf } from '@walkie/testing';

// Nothing listens there; localhost is a secure context, where Web Locks exist.
const origin = 'http://localhost:20650';
const dist = fileURLToPath(new URL('../../packages/client/dist/', import.meta.url));
const visitor = { type: 'visitor', id: 7, name: 'Li Wei' } as const;

/** A server of one conversation that can be down, or `mute`: it saves and tells nobody. */
async function serve(context: BrowserContext) {
  const chat = new FakeServer();
  const posts: string[] = [];
  const sockets = new Set<{ send(text: string): void; close(): Promise<void> }>();
  const state = {
    down: false,
    mute: false,
    posts,
    sockets,
    get said() {
      return chat.messages(1);
    },
  };
  chat.publish = (event) => {
    if (!state.mute) for (const socket of sockets) socket.send(JSON.stringify(event));
  };
  const post = (body: { client_id: string; content: string }) => {
    posts.push(body.client_id);
    return chat.post({ ...body, conversation_id: 1, sender: visitor }).message;
  };
  await context.route(`${origin}/**`, async (route) => {
    const request = route.request();
    const { pathname, searchParams } = new URL(request.url());
    const json = (body: unknown) => route.fulfill({ json: body });
    if (pathname === '/')
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>SDK</title>' });
    if (pathname.endsWith('.js') && existsSync(dist + pathname))
      return route.fulfill({
        contentType: 'text/javascript',
        body: readFileSync(dist + pathname, 'utf8'),
      });
    if (state.down) return route.abort('connectionrefused');
    if (request.method() === 'POST' && pathname === '/messages') {
      const message = post(request.postDataJSON());
      if (state.mute) return route.abort('connectionreset');
      return json({ ...message, head_seq: chat.head(1) });
    }
    if (pathname === '/messages') return json(chat.messagePage(searchParams));
    if (pathname.endsWith('/events')) return json(chat.eventPage(1, searchParams));
    return json(chat.row(1));
  });
  await context.routeWebSocket(/\/ws$/, (socket) => {
    if (state.down) return void socket.close({ code: 1011 });
    sockets.add(socket);
    socket.onClose(() => void sockets.delete(socket));
    const tell = (frame: ServerFrame) => socket.send(JSON.stringify(frame));
    tell(frameOf('ready', { epoch: chat.epoch, me: visitor }));
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as ClientFrame;
      if (frame.type === 'ping')
        tell(state.mute ? frameOf('pong', { heads: { 1: 0 } }) : chat.pong([1], false));
      else if (frame.type === 'subscribe') for (const one of chat.backlog(frame, false)) tell(one);
    });
  });
  return state;
}

/** With what Walkie's own pages hand over, or with the first file alone. */
async function open(page: Page, alone = false) {
  await page.goto(`${origin}/`);
  await page.evaluate(async (first) => {
    const load = (path: string) => import(path);
    const { createClient } = await load('/index.js');
    const more = first
      ? {}
      : {
          http: (await load('/http.js')).httpFallback,
          receipts: (await load('/receipts.js')).showReceipts,
          tabs: (await load('/tabs.js')).shareTabs,
          typing: (await load('/typing.js')).showTyping,
          storage: (await load('/storage.js')).indexedStorage,
        };
    const client = createClient({ principal: 'visitor:7', token: 'wv_x', log: false, ...more });
    const chat = client.conversation(1);
    const shown = { twice: 0 };
    chat.subscribe(() => {
      const keys = chat.getSnapshot().messages.map(({ key }: { key: string }) => key);
      shown.twice += keys.length - new Set(keys).size;
    });
    Object.assign(window, { client, chat, shown });
  }, alone);
}

const look = (page: Page) =>
  page.evaluate(() => {
    const { chat } = window as unknown as { chat: { getSnapshot(): Snapshot } };
    const { messages, health } = chat.getSnapshot();
    return {
      texts: messages.map(({ content }) => content),
      states: messages.map(({ state }) => state),
      health: health.state,
      queued: health.queued,
    };
  });
interface Snapshot {
  messages: { content: string; state: string }[];
  health: { state: string; queued: number };
}

const say = (page: Page, text: string) =>
  page.evaluate((content) => {
    const { chat } = window as unknown as { chat: { send(text: string): void } };
    chat.send(content);
  }, text);

const three = ['one', 'two', 'three'];

const noDatabase = () => {
  Object.defineProperty(window, 'indexedDB', {
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
};

for (const storage of ['IndexedDB', 'localStorage', 'the first file alone'])
  test(`S6: three messages written offline survive a reload: ${storage}`, async ({ context }) => {
    const server = await serve(context);
    if (storage === 'localStorage') await context.addInitScript(noDatabase);
    const alone = storage === 'the first file alone';
    const page = await context.newPage();
    await open(page, alone);
    await expect.poll(() => look(page)).toMatchObject({ health: 'in_sync' });
    server.down = true;
    for (const socket of server.sockets) await socket.close();
    for (const text of three) await say(page, text);
    await expect.poll(() => look(page)).toMatchObject({ health: 'offline', queued: 3 });
    await open(page, alone);
    await expect.poll(() => look(page)).toMatchObject({ texts: three, queued: 3 });
    server.down = false;
    await expect
      .poll(() => look(page), { timeout: 30_000 })
      .toEqual({ texts: three, states: ['sent', 'sent', 'sent'], health: 'in_sync', queued: 0 });
    expect(server.said.map(({ content }) => content)).toEqual(three);
    await open(page, alone);
    await expect.poll(() => look(page)).toMatchObject({ texts: three, queued: 0 });
    expect(server.posts.length).toBe(new Set(server.posts).size);
  });

/** As slow as a phone's: the newest page is there first. */
const slowStorage = () => {
  const { getAll } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.getAll = function (this: IDBObjectStore, ...range: never[]) {
    const asked = Reflect.apply(getAll, this, range);
    const later = { result: [], onsuccess() {} };
    asked.onsuccess = () => {
      setTimeout(() => {
        later.result = asked.result;
        later.onsuccess();
        Object.assign(window, { storageRead: true });
      }, 500);
    };
    return later;
  } as unknown as typeof getAll;
};

for (const storage of ['IndexedDB', 'slow IndexedDB', 'localStorage'])
  for (const tabs of [1, 3])
    test(`O1: after a lost answer and a reload one message stands once: ${storage}, tabs: ${tabs}`, async ({
      context,
    }) => {
      const server = await serve(context);
      if (storage === 'localStorage') await context.addInitScript(noDatabase);
      else if (storage === 'slow IndexedDB') await context.addInitScript(slowStorage);
      const pages = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
      for (const page of pages) {
        await open(page);
        await expect.poll(() => look(page)).toMatchObject({ health: 'in_sync' });
      }
      server.mute = true;
      for (const [index, page] of pages.entries()) await say(page, `on disk ${index}`);
      await expect.poll(() => server.said.length).toBeGreaterThan(0);
      // The tab that sends is among those that go.
      for (const page of pages) await open(page);
      if (storage === 'slow IndexedDB')
        for (const page of pages) await page.waitForFunction(() => 'storageRead' in window);
      for (const page of pages)
        await expect.poll(async () => (await look(page)).texts.length).toBeGreaterThan(0);
      server.mute = false;
      const written = pages.map((_, index) => `on disk ${index}`);
      for (const page of pages) {
        await expect
          .poll(() => look(page), { timeout: 30_000 })
          .toMatchObject({ states: written.map(() => 'sent'), health: 'in_sync', queued: 0 });
        expect((await look(page)).texts.sort()).toEqual(written);
        const shown = () => (window as unknown as { shown: { twice: number } }).shown.twice;
        expect(await page.evaluate(shown)).toBe(0);
      }
      expect(server.said.map(({ content }) => content).sort()).toEqual(written);
      const [first] = pages;
      if (!first) return;
      await open(first);
      await expect.poll(() => look(first)).toMatchObject({ health: 'in_sync', queued: 0 });
    });

test('H6: two tabs share one connection, and the second takes over', async ({ context }) => {
  const server = await serve(context);
  const [first, second] = [await context.newPage(), await context.newPage()];
  await open(first);
  await expect.poll(() => look(first)).toMatchObject({ health: 'in_sync' });
  await open(second);
  await expect.poll(() => look(second)).toMatchObject({ health: 'in_sync' });
  expect(server.sockets.size).toBe(1);
  await say(second, 'through the first');
  // Both know that it was sent: who does not know may rightly send it again.
  const through = { texts: ['through the first'], states: ['sent'], queued: 0 };
  for (const page of [first, second]) await expect.poll(() => look(page)).toMatchObject(through);
  await first.close();
  await say(second, 'on my own');
  await expect
    .poll(() => look(second))
    .toMatchObject({ states: ['sent', 'sent'], health: 'in_sync', queued: 0 });
  await expect.poll(() => server.sockets.size).toBe(1);
  expect(server.posts).toHaveLength(2);
});
