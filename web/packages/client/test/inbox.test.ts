import { describe, expect, it } from 'vitest';
import { createInbox } from '../src/inbox.ts';
import { createClient } from '../src/index.ts';
import type { Conversation } from '../src/wire.ts';
import { json, World } from './world.ts';

const ana = { type: 'agent' as const, id: 3, name: 'Ana' };

const setUp = async () => {
  const world = new World(50);
  const tab = world.tab(ana);
  const env = tab.env();
  const rows = new Map<number, Conversation>();
  const asked: string[] = [];
  const hinted: boolean[] = [];
  const row = (id: number, change: Partial<Conversation> = {}) => {
    const base = world.server.conversation(ana, id) as unknown as Conversation;
    rows.set(id, { ...base, ...change });
    return rows.get(id) as Conversation;
  };
  const client = createClient({
    ...env,
    baseUrl: 'http://walkie.test',
    principal: 'agent:3',
    log: false,
    fetch: (async (url: string, init: RequestInit) => {
      if (url.includes('/counts')) return json(200, { mine: 1, unassigned: 2, all: rows.size });
      if (!url.includes('/conversations?')) return env.fetch(url, init);
      asked.push(url.split('?')[1] ?? '');
      hinted.push([...world.server.sockets].some(({ inbox }) => inbox));
      return json(200, { items: [...rows.values()], next: null });
    }) as typeof fetch,
  });
  const hint = ({ read_seq: _, unread: __, ...conversation }: Conversation) => {
    for (const socket of world.server.sockets)
      socket.push({ type: 'inbox', data: { inbox_id: 1, conversation } });
  };
  row(1, { version: 5, last_message_at: '2026-11-22T10:00:00.000Z' });
  row(2, { version: 5, last_message_at: '2026-11-22T11:00:00.000Z' });
  const inbox = createInbox(client, ana, {}, env.timers);
  await world.run(1000);
  const ids = () => inbox.getSnapshot().rows.map(({ id }) => id);
  return { world, client, inbox, row, rows, hint, asked, hinted, ids };
};

describe('inbox', () => {
  it('lists the newest first, with counts of the same moment', async () => {
    const { inbox, ids } = await setUp();
    expect(ids()).toEqual([2, 1]);
    expect(inbox.getSnapshot().counts).toEqual({ mine: 1, unassigned: 2, all: 2 });
  });

  it('L3: the row with the higher version wins, in whatever order they come', async () => {
    const { world, inbox, row, hint } = await setUp();
    const old = { ...row(1), version: 4, last_message: 'old' };
    hint(row(1, { version: 6, last_message: 'new', last_message_at: '2026-11-22T12:00:00.000Z' }));
    await world.run(100);
    hint(old as Conversation);
    await world.run(100);
    expect(inbox.getSnapshot().rows[0]).toMatchObject({ id: 1, last_message: 'new', version: 6 });
  });

  it('a row that no longer fits leaves at once; a new one enters', async () => {
    const { world, row, hint, ids } = await setUp();
    hint(row(1, { version: 7, status: 'resolved' }));
    hint(row(9, { version: 1, last_message_at: '2026-11-22T13:00:00.000Z' }));
    await world.run(50);
    expect(ids()).toEqual([9, 2]);
  });

  it('fetches the list again once for many hints, and after a reconnect', async () => {
    const { world, row, hint, asked } = await setUp();
    const before = asked.length;
    for (let version = 10; version < 30; version++) hint(row(1, { version }));
    await world.run(1000);
    expect(asked.length).toBe(before + 1);
    for (const socket of [...world.server.sockets]) socket.drop();
    await world.run(3000);
    expect(asked.length).toBe(before + 2);
  });

  it('C7: reads the list after the hints are on, so that no change falls between', async () => {
    const { world, hinted } = await setUp();
    expect(hinted.at(-1)).toBe(true);
    hinted.length = 0;
    for (let times = 0; times < 5; times++) {
      for (const socket of [...world.server.sockets]) socket.drop();
      await world.run(20_000);
    }
    expect(hinted).toEqual([true, true, true, true, true]);
  });

  it('passes the filter on and forgets the rows of the one before', async () => {
    const { world, inbox, asked } = await setUp();
    inbox.setFilter({ status: 'all', assignee: 'me' });
    await world.run(500);
    expect(asked.at(-1)).toBe('limit=50&assignee=me');
    expect(inbox.getSnapshot().rows).toEqual([]);
  });
});
