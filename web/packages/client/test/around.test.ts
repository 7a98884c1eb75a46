// A thread that opens around a seq: a window with two ends, which becomes one with the newest messages.

import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../src/index.ts';
import { covering } from '../src/ranges.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import type { Client, ConversationHandle } from '../src/types.ts';
import { World } from './world.ts';

const visitor = { type: 'visitor' as const, id: 7, name: 'Li Wei' };
const ana = { type: 'agent' as const, id: 3, name: 'Ana' };
const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

const setUp = async (seed: number, length = 300) => {
  const world = new World(seed);
  for (let seq = 1; seq <= length; seq++) world.server.say(visitor, 1, `m${seq}`);
  const asked: string[] = [];
  const env = world.tab(ana).env();
  let broken = false;
  const client = createClient({
    ...env,
    fetch: (async (url: string, init: RequestInit) => {
      asked.push(url);
      if (broken && url.includes('_seq=')) throw new TypeError('network');
      return env.fetch(url, init);
    }) as typeof fetch,
    baseUrl: 'http://walkie.test',
    principal: 'agent:3',
    receipts: showReceipts,
    staff: showNotes,
    log: false,
  });
  open.push(client);
  const thread = client.conversation(1);
  const breakPages = (now: boolean) => {
    broken = now;
  };
  return { world, client, thread, asked, breakPages };
};
const seqs = (thread: ConversationHandle) =>
  thread.getSnapshot().messages.flatMap((view) => ('message' in view ? [view.message.seq] : []));
const ends = (thread: ConversationHandle) => {
  const { older, newer } = thread.getSnapshot();
  return [seqs(thread)[0], seqs(thread).at(-1), older, newer];
};
const count = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('around a seq', () => {
  it('shows a window, and leads from it to both ends without a hole', async () => {
    const { world, thread } = await setUp(1);
    const opened = thread.around(100);
    await world.run(1000);
    expect(await opened).toBe(true);
    expect(ends(thread)).toEqual([76, 125, 'more', 'more']);
    void thread.loadNewer();
    expect(thread.getSnapshot().newer).toBe('loading');
    await world.run(500);
    void thread.loadOlder();
    await world.run(500);
    expect(ends(thread)).toEqual([26, 175, 'more', 'more']);
    for (let i = 0; i < 3; i++) {
      void thread.loadNewer();
      await world.run(500);
    }
    expect(ends(thread)).toEqual([26, 300, 'more', 'none']);
    expect(seqs(thread)).toEqual(count(26, 300));
    // One with the newest: what comes is shown.
    world.server.say(visitor, 1, 'new');
    await world.run(500);
    expect(ends(thread)[1]).toBe(301);
  });

  it('leaves what comes and what waits to the newest, and goes there to send', async () => {
    const { world, thread } = await setUp(2);
    void thread.around(100);
    await world.run(1000);
    world.server.say(visitor, 1, 'new');
    await world.run(500);
    expect(ends(thread)).toEqual([76, 125, 'more', 'more']);
    expect(thread.getSnapshot().last_seq).toBe(301);
    thread.send('answer');
    expect(thread.getSnapshot().messages.at(-1)).toMatchObject({ content: 'answer' });
    await world.run(500);
    expect(ends(thread)).toEqual([251, 302, 'more', 'none']);
    expect(seqs(thread)).toEqual(count(251, 302));
    // The window is still there.
    await thread.around(110);
    expect(ends(thread)).toEqual([76, 125, 'more', 'more']);
    await thread.around();
    expect(ends(thread)[1]).toBe(302);
  });

  it('asks for nothing that is loaded', async () => {
    const { world, thread, asked } = await setUp(3);
    await world.run(1000);
    const before = asked.length;
    await thread.around(280);
    expect(asked.length).toBe(before);
    expect(ends(thread)).toEqual([251, 300, 'more', 'none']);
  });

  it('at the beginning, and where it touches the newest page', async () => {
    const { world, thread } = await setUp(4, 90);
    void thread.around(3);
    await world.run(1000);
    expect(ends(thread)).toEqual([1, 28, 'none', 'more']);
    void thread.around(30);
    await world.run(500);
    expect(ends(thread)).toEqual([1, 90, 'none', 'none']);
    expect(seqs(thread)).toEqual(count(1, 90));
  });

  it('says so when it fails, changes nothing, and can be tried again', async () => {
    const { world, thread, breakPages } = await setUp(5);
    await world.run(1000);
    breakPages(true);
    const failed = thread.around(100);
    await world.run(60_000);
    expect(await failed).toBe(false);
    expect(ends(thread)).toEqual([251, 300, 'more', 'none']);
    void thread.loadOlder();
    await world.run(60_000);
    expect(thread.getSnapshot().older).toBe('failed');
    breakPages(false);
    void thread.loadOlder();
    await world.run(500);
    expect(ends(thread)).toEqual([201, 300, 'more', 'none']);
    void thread.around(100);
    await world.run(500);
    breakPages(true);
    void thread.loadNewer();
    await world.run(60_000);
    expect(thread.getSnapshot().newer).toBe('failed');
    breakPages(false);
    void thread.loadNewer();
    await world.run(500);
    expect(ends(thread)).toEqual([76, 175, 'more', 'more']);
  });

  it('shows the notes and the changes of its own time', async () => {
    const world = new World(6);
    const { server } = world;
    const say = async (from: number, to: number) => {
      for (let n = from; n <= to; n++) server.say(visitor, 1, `m${n}`);
      await world.run(60_000);
    };
    await say(1, 100);
    server.say(ana, 1, 'an old note', true);
    server.change(1, { status: 'pending' });
    await world.run(60_000);
    await say(101, 300);
    server.say(ana, 1, 'a new note', true);
    server.change(1, { status: 'open' });
    const client = createClient({
      ...world.tab(ana).env(),
      baseUrl: 'http://walkie.test',
      principal: 'agent:3',
      receipts: showReceipts,
      staff: showNotes,
      log: false,
    });
    open.push(client);
    const thread = client.conversation(1);
    const shown = () => {
      const { messages, activity } = thread.getSnapshot();
      const notes = messages.filter(({ note }) => note).map(({ content }) => content);
      return [notes, activity.map(({ seq }) => seq)];
    };
    await world.run(1000);
    expect(shown()).toEqual([['a new note'], [302]]);
    void thread.around(101);
    await world.run(1000);
    expect(shown()).toEqual([['an old note'], [101]]);
    await thread.around();
    expect(shown()).toEqual([['a new note'], [302]]);
  });
});

describe('ranges', () => {
  it('join what overlaps or touches, and stay apart otherwise', () => {
    const two = covering([{ from: 50, to: Infinity }], { from: 10, to: 20 });
    expect(two).toEqual([
      { from: 10, to: 20 },
      { from: 50, to: Infinity },
    ]);
    expect(covering(two, { from: 21, to: 30 })[0]).toEqual({ from: 10, to: 30 });
    expect(covering(two, { from: 22, to: 30 })).toHaveLength(3);
    expect(covering(two, { from: 15, to: 49 })).toEqual([{ from: 10, to: Infinity }]);
    // The same object while it is the same range.
    expect(covering(two, { from: 12, to: 14 })[1]).toBe(two[1]);
  });
});
