// A list and an open thread read one table of rows. Whatever comes before what, they agree, and in the
// end with the server.

import { afterEach, describe, expect, it } from 'vitest';
import { createInbox } from '../src/inbox.ts';
import { createClient } from '../src/index.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import { shareTabs } from '../src/tabs.ts';
import type { Client } from '../src/types.ts';
import { json, type Tab, World } from './world.ts';

const visitor = { type: 'visitor' as const, id: 7, name: 'Li Wei' };
const ana = { type: 'agent' as const, id: 3, name: 'Ana' };
const bot = { type: 'bot' as const, id: 1, name: 'Triage' };
const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

/** An agent's page. `hold(path)`: its answers are those of their time, and come when they are let go. */
const pageOf = (tab: Tab, tabs = false) => {
  const env = tab.env({ tabs });
  const asked: string[] = [];
  const faults = new Map<string, number>();
  let held: { path: string; gate: Promise<void> } | undefined;
  const hold = (path: string) => {
    let letGo = () => {};
    held = { path, gate: new Promise((go) => (letGo = go)) };
    return () => {
      held = undefined;
      letGo();
    };
  };
  const client = createClient({
    ...env,
    ...(tabs && { tabs: shareTabs }),
    fetch: (async (url: string, init: RequestInit) => {
      const path = url.replace(/^.*?test/, '').replace(/\?.*/, '');
      asked.push(`${init.method} ${path}`);
      const left = faults.get(path) ?? 0;
      faults.set(path, left - 1);
      if (left > 0) return json(503, { code: 'overloaded', title: 'Busy', status: 503 });
      const gate = held?.path === path ? held.gate : undefined;
      const answer = await env.fetch(url, init);
      await gate;
      return answer;
    }) as typeof fetch,
    baseUrl: 'http://walkie.test',
    principal: 'agent:3',
    receipts: showReceipts,
    staff: showNotes,
    log: false,
  });
  open.push(client);
  const inbox = createInbox(client, ana, {}, env.timers);
  const row = (id: number) => inbox.getSnapshot().rows.find((one) => one.id === id);
  return { client, inbox, row, asked, hold, faults };
};

const setUp = async (seed: number, messages = 61) => {
  const world = new World(seed);
  for (let i = 0; i < messages; i++) world.server.say(visitor, 1, `m${i}`);
  const tab = world.tab(ana);
  const page = pageOf(tab);
  await world.run(1000);
  return { world, tab, ...page };
};

describe('how much is unread', () => {
  it('is what the server says after a reading that stopped in the middle', async () => {
    const { world, client, row } = await setUp(1);
    expect(row(1)?.unread).toBe(61);
    const thread = client.conversation(1);
    await world.run(1000);
    thread.markRead(12);
    await world.run(1500);
    expect(row(1)).toMatchObject({ read_seq: 12, unread: 49 });
    expect(thread.getSnapshot().conversation).toBe(row(1));
  });

  it('is asked for again when the server could not say it', async () => {
    const { world, client, row, faults } = await setUp(1);
    const thread = client.conversation(1);
    await world.run(1000);
    faults.set('/conversations/1', 2);
    thread.markRead(12);
    await world.run(30_000);
    expect(row(1)).toMatchObject({ read_seq: 12, unread: 49 });
  });

  it('is nothing at once when all was read, and nothing is asked for it', async () => {
    const { world, client, row, asked } = await setUp(2);
    const thread = client.conversation(1);
    await world.run(1000);
    const before = asked.length;
    thread.markRead();
    expect(row(1)?.unread).toBe(0);
    await world.run(5000);
    expect(row(1)?.unread).toBe(0);
    expect(asked.slice(before)).toEqual([]);
  });

  for (const where of ['middle', 'end'] as const)
    it(`a list that was asked before the reading and comes after it: read to the ${where}`, async () => {
      const { world, client, inbox, row, hold } = await setUp(3);
      const thread = client.conversation(1);
      await world.run(1000);
      const letGo = hold('/conversations');
      void inbox.refresh();
      await world.run(200);
      thread.markRead(where === 'middle' ? 12 : undefined);
      await world.run(1000);
      letGo();
      await world.run(1500);
      expect(row(1)?.unread).toBe(where === 'middle' ? 49 : 0);
    });

  it('a message that comes while the list is on its way', async () => {
    const { world, client, inbox, row, hold } = await setUp(4, 3);
    client.conversation(1).markRead(3);
    await world.run(1000);
    const letGo = hold('/conversations');
    void inbox.refresh();
    await world.run(100);
    world.server.say(visitor, 1, 'one more');
    await world.run(100);
    letGo();
    await world.run(2000);
    expect(row(1)).toMatchObject({ last_message: 'one more', unread: 1 });
  });

  it('a row that came by its hint before the list', async () => {
    const { world, inbox, row, hold } = await setUp(5, 1);
    const letGo = hold('/conversations');
    inbox.setFilter({ status: 'all' });
    await world.run(100);
    expect(inbox.getSnapshot().rows).toEqual([]);
    world.server.say(visitor, 1, 'second');
    world.server.say(visitor, 2, 'of somebody else');
    await world.run(100);
    expect(row(1)?.last_message).toBe('second');
    letGo();
    await world.run(100);
    // The older row says nothing about what the newer one has.
    expect(row(1)).toMatchObject({ last_message: 'second', last_seq: 2, unread: 1 });
    await world.run(2000);
    expect(row(1)?.unread).toBe(2);
    expect(row(2)?.unread).toBe(1);
  });

  it('a reading whose frame never arrives is brought by itself', async () => {
    const { world, client, inbox, row } = await setUp(6, 3);
    const thread = client.conversation(1);
    await world.run(1000);
    for (const socket of [...world.server.sockets]) socket.drop();
    thread.markRead();
    thread.close();
    expect(row(1)?.unread).toBe(0);
    await world.run(10_000);
    expect(world.server.conversation(ana, 1)).toMatchObject({ read_seq: 3, unread: 0 });
    expect(row(1)).toMatchObject({ read_seq: 3, unread: 0 });
    expect(inbox.getSnapshot().problem).toBeNull();
  });

  it('what is read in one tab is read in the other', async () => {
    const world = new World(7);
    for (let i = 0; i < 5; i++) world.server.say(visitor, 1, `m${i}`);
    const one = pageOf(world.tab(ana), true);
    const other = pageOf(world.tab(ana), true);
    const thread = one.client.conversation(1);
    await world.run(3000);
    expect(other.row(1)?.unread).toBe(5);
    thread.markRead(2);
    await world.run(1500);
    expect([one.row(1)?.unread, other.row(1)?.unread]).toEqual([3, 3]);
    thread.markRead();
    await world.run(500);
    expect([one.row(1)?.unread, other.row(1)?.unread]).toEqual([0, 0]);
  });

  it('also when the tabs share nothing but the word that it was read', async () => {
    const { world, client, row } = await setUp(8, 5);
    const elsewhere = pageOf(world.tab(ana));
    await world.run(1000);
    const thread = elsewhere.client.conversation(1);
    await world.run(1000);
    thread.markRead(2);
    client.rows.mark(1, 2);
    await world.run(1500);
    expect(row(1)).toMatchObject({ read_seq: 2, unread: 3 });
  });

  it('a list of another filter does not forget what was read', async () => {
    const { world, client, inbox, row } = await setUp(9, 3);
    const thread = client.conversation(1);
    await world.run(1000);
    thread.markRead();
    thread.close();
    inbox.setFilter({ status: 'all' });
    await world.run(30);
    expect(row(1)?.unread ?? 0).toBe(0);
    await world.run(2000);
    expect(row(1)?.unread).toBe(0);
  });
});

describe('what the other side read', () => {
  it('while the link was down shows when it is up again', async () => {
    const { world, client } = await setUp(10, 0);
    const thread = client.conversation(1);
    thread.send('hello');
    await world.run(1000);
    world.server.down = true;
    for (const socket of [...world.server.sockets]) socket.drop();
    world.server.markRead(visitor, 1, 1);
    await world.run(1000);
    world.server.down = false;
    await world.run(30_000);
    expect(thread.getSnapshot().messages.map(({ state }) => state)).toEqual(['seen']);
  });

  it('between the row and the subscription shows too', async () => {
    const { world, client, hold } = await setUp(11, 0);
    world.server.say(ana, 1, 'hello');
    const letGo = hold('/messages');
    const thread = client.conversation(1);
    await world.run(500);
    world.server.markRead(visitor, 1, 1);
    letGo();
    await world.run(1000);
    expect(thread.getSnapshot().messages.map(({ state }) => state)).toEqual(['seen']);
  });
});

describe('a restored database', () => {
  it('makes what was known void, also where its rows are older', async () => {
    const { world, client, row } = await setUp(12, 3);
    const thread = client.conversation(1);
    await world.run(1000);
    thread.markRead();
    await world.run(1000);
    const { server } = world;
    server.epoch = 'e2';
    server.log(1).length = 1;
    Object.assign(server.row(1), { version: 2, last_seq: 1, last_message: 'm0' });
    server.read.clear();
    for (const socket of [...server.sockets]) socket.drop();
    await world.run(10_000);
    expect(row(1)).toMatchObject({ version: 2, last_message: 'm0', read_seq: 0, unread: 1 });
    expect(thread.getSnapshot().read.mine).toBe(0);
  });
});

/** One agent in two tabs, a visitor and a bot, over a network that is slow and breaks. */
async function run(seed: number) {
  const world = new World(seed);
  const { random, server } = world;
  const one = (most: number) => 1 + Math.floor(random() * most);
  for (let id = 1; id <= 3; id++) server.say(visitor, id, 'hello');
  const tabs = random() < 0.5;
  const pages = [pageOf(world.tab(ana), tabs), pageOf(world.tab(ana), tabs)] as const;
  const threads = new Map(pages.map((page) => [page, page.client.conversation(1)]));
  for (let step = 0; step < 40; step++) {
    const page = pages[one(2) - 1] ?? pages[0];
    const thread = threads.get(page);
    const id = one(3);
    const dice = random();
    if (dice < 0.3) server.say(random() < 0.7 ? visitor : bot, id, `t${step}`, dice < 0.02);
    else if (dice < 0.55) thread?.markRead(one(Math.max(1, thread.getSnapshot().last_seq)));
    else if (dice < 0.6) thread?.markRead();
    else if (dice < 0.7) {
      thread?.close();
      threads.set(page, page.client.conversation(id));
    } else if (dice < 0.75) server.markRead(visitor, id, server.head(id));
    else if (dice < 0.8) {
      const message = server.messages(id).at(-1);
      if (message && !message.deleted_at) server.delete(message);
    } else if (dice < 0.85) {
      const priority = random() < 0.5 ? 'high' : 'none';
      server.change(id, { priority }, { status: 'open', assignee_id: null }, true);
    } else if (dice < 0.9) void page.inbox.refresh();
    else if (dice < 0.95) page.inbox.setFilter({ status: random() < 0.5 ? 'all' : 'open' });
    else for (const socket of [...server.sockets]) socket.drop();
    // What is read in one tab is told to the others (useDesk.ts).
    for (const from of pages)
      for (const to of pages) {
        const { id, read } = threads.get(from)?.getSnapshot() ?? {};
        if (id && read && to !== from) to.client.rows.mark(id, read.mine);
      }
    world.faults.delay = random() * 800;
    await world.run(random() * 1500);
  }
  world.faults.delay = 20;
  await world.run(60_000);
  for (const page of pages) {
    for (const row of page.inbox.getSnapshot().rows) {
      const { version, unread, read_seq, priority, last_message } = server.conversation(
        ana,
        row.id,
      );
      expect(row).toMatchObject({ version, unread, read_seq, priority, last_message });
    }
    expect(page.inbox.getSnapshot().rows).toHaveLength(3);
    const shown = threads.get(page)?.getSnapshot();
    expect(shown?.conversation).toBe(page.row(shown?.id ?? 0));
    expect(shown?.read.theirs).toBe(server.conversation(ana, shown?.id ?? 0).visitor_read_seq);
    page.client.close();
    page.inbox.close();
  }
}

const only = process.env.WALKIE_FUZZ_SEED;
const seeds = only ? [Number(only)] : Array.from({ length: 60 }, (_, i) => i + 1);

it(`list, thread and server agree in the end: ${seeds.length} seeds`, async () => {
  for (const seed of seeds)
    await run(seed).catch((error) => {
      expect.fail(`WALKIE_FUZZ_SEED=${seed}: ${error instanceof Error ? error.stack : error}`);
    });
}, 600_000);
