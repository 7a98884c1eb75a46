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
  const faults = { list: 0, counts: 0, status: 503 };
  const no = () => json(faults.status, { code: 'no', title: 'No', status: faults.status });
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
      if (url.includes('/counts') && faults.counts-- > 0) return no();
      if (url.includes('/counts')) return json(200, { mine: 1, unassigned: 2, all: rows.size });
      if (!url.includes('/conversations?')) return env.fetch(url, init);
      asked.push(url.split('?')[1] ?? '');
      if (faults.list-- > 0) return no();
      hinted.push([...world.server.sockets].some(({ inbox }) => inbox));
      const query = new URL(url).searchParams;
      const limit = Math.min(200, Number(query.get('limit')));
      const at = (one: Conversation) => one.last_message_at ?? one.created_at;
      const all = [...rows.values()]
        .filter(({ status }) => status === 'open')
        .sort((a, b) => (at(a) === at(b) ? b.id - a.id : at(a) < at(b) ? 1 : -1));
      // A cursor names the place behind a row, whatever comes and goes above it.
      const behind = query.get('cursor')?.split(' ');
      const isBehind = (one: Conversation) =>
        !behind ||
        at(one) < `${behind[0]}` ||
        (at(one) === behind[0] && one.id < Number(behind[1]));
      const rest = all.filter(isBehind);
      const items = rest.slice(0, limit);
      const last = items.at(-1);
      const next = last && rest.length > limit ? `${at(last)} ${last.id}` : null;
      return json(200, { items, next });
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
  return { world, client, inbox, row, rows, hint, asked, hinted, ids, faults };
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

  for (const which of ['list', 'counts'] as const)
    it(`a ${which} request that failed is made again by itself`, async () => {
      const { world, inbox, row, rows, hint, faults } = await setUp();
      Object.assign(faults, { list: 0, counts: 0, [which]: 3 });
      rows.delete(2);
      hint(row(1, { version: 10 }));
      await world.run(450);
      expect(inbox.getSnapshot().problem).toMatchObject({ status: 503 });
      expect(inbox.getSnapshot().counts).toMatchObject({ all: 2 });
      await world.run(60_000);
      expect(inbox.getSnapshot().problem).toBeNull();
      expect(inbox.getSnapshot().counts).toMatchObject({ all: 1 });
    });

  it('waits longer and longer, also when hints come; what is refused for good is not repeated', async () => {
    const { world, row, hint, asked, faults } = await setUp();
    Object.assign(faults, { list: 1e6, status: 503 });
    let before = asked.length;
    for (let version = 10; version < 130; version++) {
      hint(row(1, { version }));
      await world.run(1000);
    }
    expect(asked.length - before).toBeGreaterThan(5);
    expect(asked.length - before).toBeLessThan(40);
    faults.status = 403;
    await world.run(60_000);
    before = asked.length;
    await world.run(60_000);
    expect(asked.length).toBe(before);
  });

  it('the end of a list whose next page fails does not ask without a pause', async () => {
    const { world, inbox, asked, faults } = await many();
    faults.list = 3;
    const before = asked.length;
    const stop = inbox.subscribe(() => void inbox.loadMore());
    await inbox.loadMore();
    await world.run(400);
    expect(asked.length).toBe(before + 1);
    await world.run(20_000);
    stop();
    expect(inbox.getSnapshot()).toMatchObject({ problem: null, hasMore: false });
    expect(inbox.getSnapshot().rows).toHaveLength(600);
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

  const many = async () => {
    const world = await setUp();
    for (let id = 1; id <= 600; id++) world.row(id, { version: 1, last_message_at: minute(id) });
    await world.inbox.refresh();
    while (world.ids().length < 450) {
      void world.inbox.loadMore();
      await world.world.run(500);
    }
    return world;
  };
  const minute = (id: number) => new Date(Date.UTC(2026, 10, 22) + id * 60_000).toISOString();

  it('a hint never shrinks the list that was scrolled to', async () => {
    const { world, inbox, row, rows, hint, ids } = await many();
    expect(ids()).toHaveLength(450);
    hint(row(300, { version: 2, last_message: 'new', last_message_at: minute(700) }));
    const sizes: number[] = [];
    const stop = inbox.subscribe(() => sizes.push(ids().length));
    await world.run(2000);
    stop();
    expect(Math.min(...sizes)).toBe(450);
    expect(ids()[0]).toBe(300);
    // What left the filter unseen, within what was read again, is gone.
    rows.delete(599);
    hint(row(598, { version: 3, last_message_at: minute(598) }));
    await world.run(2000);
    expect(ids()).not.toContain(599);
    expect(ids()).toHaveLength(449);
    // And it goes on from where it was.
    void inbox.loadMore();
    await world.run(500);
    expect(new Set(ids()).size).toBe(ids().length);
    expect(ids().slice(-50)).toEqual(Array.from({ length: 50 }, (_, i) => 150 - i));
  });

  it('after a reconnect all of what is shown is read again, and stays', async () => {
    const { world, rows, ids } = await many();
    rows.delete(200); // far down, and nobody was told
    for (const socket of [...world.server.sockets]) socket.drop();
    await world.run(5000);
    expect(ids()).not.toContain(200);
    expect(ids()).toHaveLength(450);
  });

  it('passes the filter on and forgets the rows of the one before', async () => {
    const { world, inbox, asked } = await setUp();
    inbox.setFilter({ status: 'all', assignee: 'me' });
    await world.run(500);
    expect(asked.at(-1)).toBe('limit=50&assignee=me');
    expect(inbox.getSnapshot().rows).toEqual([]);
  });
});
