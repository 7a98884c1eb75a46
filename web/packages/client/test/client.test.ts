import { afterEach, describe, expect, it } from 'vitest';
import '../src/streams.ts'; // loaded late otherwise, in real time
import { httpFallback } from '../src/http.ts';
import { createClient } from '../src/index.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import { shareTabs } from '../src/tabs.ts';
import type { Client, ClientOptions, ConversationHandle } from '../src/types.ts';
import { showTyping } from '../src/typing.ts';
import type { ServerFrame } from '../src/wire.ts';
import { FakeSocket, healthy, json, type Tab, World } from './world.ts';

const visitor = { type: 'visitor' as const, id: 7, name: 'Li Wei' };
const ana = { type: 'agent' as const, id: 3, name: 'Ana' };
const open: Client[] = [];
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

const start = (tab: Tab, settings: Partial<ClientOptions> = {}, tabs = false) => {
  const client = createClient({
    ...tab.env({ tabs }),
    ...(tabs && { tabs: shareTabs }),
    baseUrl: 'http://walkie.test',
    principal: `${tab.me.type}:${tab.me.id}`,
    http: httpFallback,
    receipts: showReceipts,
    typing: showTyping,
    ...(tab.me.type === 'agent' && { staff: showNotes }),
    log: false,
    ...settings,
  });
  open.push(client);
  return client;
};

const texts = (handle: ConversationHandle) =>
  handle.getSnapshot().messages.map(({ content }) => content);
const states = (handle: ConversationHandle) =>
  handle.getSnapshot().messages.map(({ state }) => state);
const health = (handle: ConversationHandle) => handle.getSnapshot().health.state;

describe('one conversation', () => {
  it('loads the page, follows the log and says in sync', async () => {
    const world = new World(1);
    world.server.say(ana, 1, 'hello');
    const chat = start(world.tab(visitor)).conversation(1);
    expect(health(chat)).toBe('connecting');
    await world.run(1000);
    expect(texts(chat)).toEqual(['hello']);
    expect(health(chat)).toBe('in_sync');
    world.server.say(ana, 1, 'anything else?');
    await world.run(100);
    expect(texts(chat)).toEqual(['hello', 'anything else?']);
  });

  it('original point 9: an arriving message is added once, by id', async () => {
    const world = new World(2);
    world.faults.twiceFrame = 1;
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    world.server.say(ana, 1, 'once');
    await world.run(1000);
    expect(texts(chat)).toEqual(['once']);
  });

  it('shows a bubble at once and settles it by client_id', async () => {
    const world = new World(3);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    const key = chat.send('hi');
    expect(states(chat)).toEqual(['pending']);
    await world.run(500);
    expect(states(chat)).toEqual(['sent']);
    expect(chat.getSnapshot().messages[0]?.key).toBe(key);
    world.server.markRead(ana, 1, 1);
    await world.run(100);
    expect(states(chat)).toEqual(['seen']);
  });

  it('O3: a text is never nowhere while its message settles', async () => {
    const world = new World(3);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    // The answer settles it, not the push.
    for (const socket of world.server.sockets) socket.deaf = true;
    chat.send('hi');
    const shown: string[][] = [];
    chat.subscribe(() => shown.push(texts(chat)));
    await world.run(500);
    expect(states(chat)).toEqual(['sent']);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((list) => list.join() !== 'hi')).toEqual([]);
  });

  it('keeps a stable snapshot until something changes', async () => {
    const world = new World(4);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    expect(chat.getSnapshot()).toBe(chat.getSnapshot());
    const before = chat.getSnapshot();
    chat.send('x');
    expect(chat.getSnapshot()).not.toBe(before);
  });

  it('three messages written offline survive a reload and arrive once, in order', async () => {
    const world = new World(5);
    const first = world.tab(visitor);
    const chat = start(first).conversation(1);
    await world.run(1000);
    world.server.down = true;
    for (const socket of [...world.server.sockets]) socket.drop();
    for (const text of ['one', 'two', 'three']) chat.send(text);
    await world.run(5000);
    expect(health(chat)).toBe('offline');
    expect(chat.getSnapshot().health.queued).toBe(3);
    first.die();
    const again = start(world.tab(visitor)).conversation(1);
    await world.run(2000);
    expect(texts(again)).toEqual(['one', 'two', 'three']);
    world.server.down = false;
    await world.until(() => health(again) === 'in_sync');
    expect(world.server.messages(1).map(({ content }) => content)).toEqual(['one', 'two', 'three']);
    expect(states(again)).toEqual(['sent', 'sent', 'sent']);
    expect(world.stored('visitor:7')).toEqual([]);
  });

  it('keeps the text of a refused message, with retry and discard', async () => {
    const world = new World(6);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(500);
    const id = chat.send('refuse me');
    chat.send('next');
    await world.run(1000);
    expect(world.server.messages(1).map(({ content }) => content)).toEqual(['next']);
    const failed = chat.getSnapshot().messages.find(({ key }) => key === id);
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'too_long' } });
    chat.retry(id);
    expect(states(chat)).toContain('pending');
    await world.run(1000);
    expect(states(chat)).toContain('failed');
    chat.discard(id);
    expect(texts(chat)).toEqual(['next']);
  });

  it('S6: honours Retry-After, whatever happens meanwhile', async () => {
    const world = new World(7);
    const tab = world.tab(visitor);
    const chat = start(tab).conversation(1);
    await world.run(1000);
    const busy = { code: 'too_fast', title: 'Too Many Requests' };
    const body = JSON.stringify(busy);
    world.server.planned.push(new Response(body, { status: 429, headers: { 'retry-after': '7' } }));
    chat.send('patience');
    await world.run(3000);
    tab.wake('online');
    await world.run(3000);
    expect(world.server.posts).toEqual([]);
    await world.run(2000);
    expect(states(chat)).toEqual(['sent']);
  });

  it('S6: sends in order what the storage gives in any', async () => {
    const world = new World(10);
    const tab = world.tab(visitor);
    const { put } = tab.env({}).storage();
    const created_at = new Date(world.now).toISOString();
    for (const client_id of ['b', 'a', 'c'])
      await put({
        client_id,
        conversation_id: 1,
        content: client_id,
        created_at,
        state: 'pending',
      });
    const chat = start(tab).conversation(1);
    await world.run(3000);
    expect(states(chat)).toEqual(['sent', 'sent', 'sent']);
    expect(world.server.posts).toEqual(['a', 'b', 'c']);
  });

  it('S6: what is written while the storage is read comes after what it gives', async () => {
    const world = new World(11);
    const tab = world.tab(visitor);
    const { put } = tab.env({}).storage();
    const created_at = new Date(world.now).toISOString();
    await put({ client_id: '0', conversation_id: 1, content: 'old', created_at, state: 'pending' });
    const chat = start(tab).conversation(1);
    chat.send('new');
    await world.run(3000);
    expect(states(chat)).toEqual(['sent', 'sent']);
    expect(world.server.posts[0]).toBe('0');
  });

  it('S6, O4: a message that the log shows keeps the next one waiting no longer', async () => {
    const world = new World(9);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    const [socket] = world.server.sockets;
    if (!socket) throw new Error('not connected');
    world.faults.loseAnswer = 1;
    socket.deaf = true;
    chat.send('one');
    await world.run(200);
    expect(states(chat)).toEqual(['pending']);
    world.faults.loseAnswer = 0;
    socket.deaf = false;
    for (const event of world.server.log(1)) socket.push(event);
    await world.run(50);
    expect(states(chat)).toEqual(['sent']);
    chat.send('two');
    await world.run(100);
    expect(states(chat)).toEqual(['sent', 'sent']);
    expect(world.server.posts.length).toBe(2);
  });

  it('S5: 409 conversation_moved shows what came and sends anyway when told', async () => {
    const world = new World(8);
    world.server.say(visitor, 1, 'help');
    const chat = start(world.tab(ana)).conversation(1);
    await world.run(1000);
    for (const socket of world.server.sockets) socket.deaf = true;
    world.server.say({ type: 'agent', id: 4, name: 'Ben' }, 1, 'I take this');
    const id = chat.send('me too', { expectHead: true });
    chat.send('and more');
    await world.run(1000);
    const moved = chat.getSnapshot().messages.find(({ key }) => key === id);
    expect(moved).toMatchObject({
      state: 'moved',
      problem: { messages: [{ content: 'I take this' }] },
    });
    expect(world.server.messages(1)).toHaveLength(2);
    chat.retry(id);
    await world.run(1000);
    expect(world.server.messages(1).map(({ content }) => content)).toEqual([
      'help',
      'I take this',
      'me too',
      'and more',
    ]);
  });

  it('L4: another epoch resets and loads again', async () => {
    const world = new World(9);
    world.server.say(ana, 1, 'before');
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    world.server.epoch = 'e2';
    world.server.log(1).length = 0;
    world.server.say(ana, 1, 'restored');
    for (const socket of [...world.server.sockets]) socket.drop();
    await world.run(3000);
    expect(texts(chat)).toEqual(['restored']);
    expect(health(chat)).toBe('in_sync');
  });

  it('merges notes of the staff log and never mixes the cursors', async () => {
    const world = new World(10);
    // Also within one millisecond a log keeps its own order.
    for (const [by, text] of [
      [visitor, 'one'],
      [ana, 'note'],
      [visitor, 'two'],
      [ana, 'another note'],
    ] as const) {
      world.server.say(by, 1, text, by === ana);
      world.server.say(by, 1, `${text}, more`, by === ana);
      await world.run(5);
    }
    const written = ['one', 'note', 'two', 'another note'].flatMap((one) => [one, `${one}, more`]);
    const chat = start(world.tab(ana)).conversation(1);
    await world.run(1000);
    expect(texts(chat)).toEqual(written);
    chat.send('second note', { note: true });
    await world.run(500);
    expect(world.server.messages(1)).toHaveLength(4);
    expect(texts(chat)).toEqual([...written, 'second note']);
    expect(health(chat)).toBe('in_sync');
  });

  it('keeps a change in the staff log out of the public activity, which has other seqs', async () => {
    const world = new World(10);
    world.server.say(visitor, 1, 'one');
    const chat = start(world.tab(ana)).conversation(1);
    await world.run(1000);
    world.server.change(1, {}, { status: 'resolved' });
    await world.run(500);
    // The second event of the staff log has the seq 2, too.
    world.server.say(ana, 1, 'note', true);
    world.server.change(1, {}, { status: 'open' }, true);
    await world.run(500);
    const { activity } = chat.getSnapshot();
    expect(activity.map(({ seq, change }) => [seq, change.status])).toEqual([[2, 'resolved']]);
    expect(health(chat)).toBe('in_sync');
  });

  it('L7: puts what an update changed into the row; what only staff see is no activity', async () => {
    const world = new World(11);
    const chat = start(world.tab(ana)).conversation(1);
    await world.run(1000);
    world.server.change(1, { status: 'pending' }, { status: 'pending' });
    await world.run(100);
    expect(chat.getSnapshot().conversation?.status).toBe('pending');
    // A field that this page does not know by name, as a newer server may have one.
    const mood = { mood: 'good' } as object;
    world.server.change(1, mood, { status: 'pending' }, true);
    await world.run(100);
    expect(chat.getSnapshot().conversation).toMatchObject({ status: 'pending', mood: 'good' });
    expect(chat.getSnapshot().activity).toHaveLength(1);
    expect(health(chat)).toBe('in_sync');
  });

  it('L7: takes nothing but what changed from an update of the staff log that comes late', async () => {
    const world = new World(12);
    const chat = start(world.tab(ana)).conversation(1);
    await world.run(1000);
    const old = { status: 'open', assignee_id: null, assignee_name: null } as const;
    const now = { status: 'resolved', assignee_id: 3 } as const;
    world.server.change(1, now, { ...now, assignee_name: 'Ana' });
    await world.run(100);
    world.server.change(1, { priority: 'high' }, old, true);
    await world.run(100);
    const assignee = { id: 3, name: 'Ana' };
    expect(chat.getSnapshot().conversation).toMatchObject({ ...now, assignee, priority: 'high' });
    world.server.change(1, { assignee_id: null }, { ...old, status: 'resolved' });
    await world.run(100);
    expect(chat.getSnapshot().conversation).toMatchObject({ assignee_id: null, assignee: null });
  });

  it('loads older pages without a hole and keeps an edit that overtook its page', async () => {
    const world = new World(11);
    const all = Array.from({ length: 120 }, (_, i) => world.server.say(visitor, 1, `m${i}`));
    const chat = start(world.tab(ana)).conversation(1);
    await world.run(1000);
    expect(chat.getSnapshot().messages).toHaveLength(50);
    expect(chat.getSnapshot().hasOlder).toBe(true);
    const loading = chat.loadOlder();
    if (all[60]) world.server.edit(all[60], 'edited');
    await world.run(1000);
    await loading;
    await Promise.all([chat.loadOlder(), world.run(1000)]);
    expect(chat.getSnapshot().hasOlder).toBe(false);
    const expected = all.map((_, i) => (i === 60 ? 'edited' : `m${i}`));
    expect(texts(chat)).toEqual(expected);
  });
});

describe('the first file alone', () => {
  const bare = (tab: Tab) =>
    createClient({
      ...tab.env(),
      baseUrl: 'http://walkie.test',
      principal: `${tab.me.type}:${tab.me.id}`,
      log: false,
    });

  it('writes and reads along, and says in sync', async () => {
    const world = new World(60);
    const client = bare(world.tab(visitor));
    open.push(client);
    const chat = client.conversation(1);
    await world.run(1000);
    chat.setTyping('he');
    chat.send('hello');
    world.server.say(ana, 1, 'welcome');
    await world.run(1000);
    world.server.markRead(ana, 1, 2);
    chat.markRead();
    await world.run(1000);
    expect([...texts(chat)].sort()).toEqual(['hello', 'welcome']);
    expect([...states(chat)].sort()).toEqual(['received', 'sent']);
    expect(health(chat)).toBe('in_sync');
    expect(chat.getSnapshot()).toMatchObject({ typing: [], presence: null, conversation: null });
  });

  it('of an agent leaves the staff log alone', async () => {
    const world = new World(61);
    const client = bare(world.tab(ana));
    open.push(client);
    const chat = client.conversation(1);
    await world.run(1000);
    for (let i = 0; i < 3; i++) world.server.say(ana, 1, `note ${i}`, true);
    world.server.say(visitor, 1, 'help');
    await world.run(1000);
    expect(texts(chat)).toEqual(['help']);
    expect(health(chat)).toBe('in_sync');
  });

  it('waits for its WebSocket as long as it takes', async () => {
    const world = new World(62);
    world.faults.webSocket = 'blocked';
    const client = bare(world.tab(visitor));
    open.push(client);
    const chat = client.conversation(1);
    chat.send('patience');
    await world.run(300_000);
    expect(health(chat)).toBe('offline');
    expect(world.server.posts).toHaveLength(1);
    world.faults.webSocket = 'works';
    await world.until(() => health(chat) === 'in_sync');
    expect(states(chat)).toEqual(['sent']);
  });
});

describe('transports', () => {
  const sockets = (world: World) => {
    let made = 0;
    const tab = world.tab(visitor);
    const { createSocket } = tab.env();
    return {
      tab,
      count: () => made,
      createSocket: (url: string, protocols: string[]) => {
        made++;
        return createSocket(url, protocols);
      },
    };
  };

  it('original point 7: reconnects after 3 s, 5 times in a row, then HTTP', async () => {
    const world = new World(20);
    const { tab, count, createSocket } = sockets(world);
    const client = start(tab, { reconnectDelay: 3000, maxAttempts: 5, createSocket });
    await world.run(1000);
    world.faults.webSocket = 'blocked';
    for (const socket of [...world.server.sockets]) socket.drop();
    await world.run(2900);
    expect(count()).toBe(1);
    await world.run(200);
    expect(count()).toBe(2);
    await world.run(12_000);
    expect(count()).toBe(6);
    await world.run(1000);
    expect(client.connection.getSnapshot()).toMatchObject({ state: 'open', transport: 'sse' });
  });

  it('original point 8: falls back to HTTP by itself and says so', async () => {
    const world = new World(21);
    world.faults.webSocket = 'blocked';
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(40_000);
    expect(chat.getSnapshot().health).toMatchObject({ state: 'in_sync', transport: 'sse' });
    world.server.say(ana, 1, 'over SSE');
    await world.run(200);
    expect(texts(chat)).toEqual(['over SSE']);
    chat.send('answer');
    await world.run(500);
    expect(states(chat)).toEqual(['received', 'sent']);
  });

  it.each(['buffered', 'missing', 'broken'] as const)(
    'H5a: long-polls where SSE is %s',
    async (sse) => {
      const world = new World(22);
      world.faults = { ...healthy, webSocket: 'blocked', sse };
      const chat = start(world.tab(visitor)).conversation(1);
      await world.run(50_000);
      expect(chat.getSnapshot().health).toMatchObject({ state: 'in_sync', transport: 'poll' });
      world.server.say(ana, 1, 'over long-poll');
      await world.run(200);
      expect(texts(chat)).toEqual(['over long-poll']);
      const before = world.requests;
      await world.run(50_000);
      expect(world.requests - before).toBeLessThan(8);
    },
  );

  it('H5a: streams of two conversations leave each other alone', async () => {
    const world = new World(31);
    const client = start(world.tab(visitor), { transports: ['sse'] });
    const [one, two] = [client.conversation(1), client.conversation(2)];
    await world.run(5000);
    const before = world.requests;
    await world.run(120_000);
    expect(world.requests).toBe(before);
    world.server.say(ana, 1, 'a');
    world.server.say(ana, 2, 'b');
    await world.run(200);
    expect([texts(one), texts(two)]).toEqual([['a'], ['b']]);
    expect([health(one), health(two)]).toEqual(['in_sync', 'in_sync']);
  });

  it('H4d: tries WebSocket again every 60 s and changes over without loss', async () => {
    const world = new World(23);
    world.faults.webSocket = 'blocked';
    const client = start(world.tab(visitor));
    const chat = client.conversation(1);
    await world.run(40_000);
    world.faults.webSocket = 'works';
    for (let i = 0; i < 70; i++) {
      world.server.say(ana, 1, `m${i}`);
      await world.run(1000);
    }
    expect(client.connection.getSnapshot()).toMatchObject({ transport: 'websocket' });
    expect(texts(chat)).toEqual(Array.from({ length: 70 }, (_, i) => `m${i}`));
    expect(health(chat)).toBe('in_sync');
  });

  it('H5a: a WebSocket that hangs is given up after 4 s', async () => {
    const world = new World(24);
    world.faults.webSocket = 'hangs';
    const client = start(world.tab(visitor));
    await world.run(3900);
    expect(client.connection.getSnapshot().state).toBe('connecting');
    await world.run(200);
    expect(client.connection.getSnapshot().state).toBe('waiting');
  });

  it('H2: a half-open socket is noticed by its missing pong', async () => {
    const world = new World(25);
    const { tab, count, createSocket } = sockets(world);
    const chat = start(tab, { createSocket }).conversation(1);
    await world.run(1000);
    for (const socket of world.server.sockets) socket.deaf = true;
    world.server.say(ana, 1, 'unheard');
    await world.run(22_000);
    expect(count()).toBe(1);
    await world.run(14_000);
    expect(count()).toBe(2);
    expect(texts(chat)).toEqual(['unheard']);
  });

  it('a woken page probes within 2 s', async () => {
    const world = new World(26);
    const { tab, count, createSocket } = sockets(world);
    const chat = start(tab, { createSocket }).conversation(1);
    await world.run(40_000);
    for (const socket of world.server.sockets) socket.deaf = true;
    world.server.say(ana, 1, 'while asleep');
    tab.wake('visibilitychange');
    await world.run(2300);
    expect(count()).toBe(2);
    expect(texts(chat)).toEqual(['while asleep']);
  });

  it('H2: a pong with a higher head makes it fetch what was lost', async () => {
    const world = new World(27);
    const tab = world.tab(visitor);
    const chat = start(tab).conversation(1);
    await world.run(1000);
    world.faults.loseFrame = 1;
    world.server.say(ana, 1, 'lost frame');
    world.faults.loseFrame = 0;
    await world.run(100);
    expect(texts(chat)).toEqual([]);
    tab.wake('visibilitychange');
    await world.run(1000);
    expect(texts(chat)).toEqual(['lost frame']);
  });

  it('H4c: a bye names the wait', async () => {
    const world = new World(28);
    const { tab, count, createSocket } = sockets(world);
    start(tab, { createSocket });
    await world.run(1000);
    for (const socket of [...world.server.sockets])
      socket.push({ type: 'bye', data: { reconnect_in_ms: 9000, reason: 'draining' } });
    await world.run(5000);
    tab.wake('online');
    await world.run(3500);
    expect(count()).toBe(1);
    await world.run(1000);
    expect(count()).toBe(2);
  });

  const away = [4500, 4501, 4502, 4503, 4506, 4507];
  it.each(away)('close code %i stays away', async (code) => {
    const world = new World(29);
    const client = start(world.tab(visitor));
    await world.run(1000);
    for (const socket of [...world.server.sockets]) socket.shut(code);
    await world.run(60_000);
    expect(client.connection.getSnapshot()).toMatchObject({ state: 'stopped', code });
    expect(world.server.sockets.size).toBe(0);
  });

  const ours = [4504, 4505, 1002, 1003, 1007, 1008, 1009];
  it.each(ours)('close code %i: comes back, at last every five minutes', async (code) => {
    const world = new World(31);
    const tab = world.tab(visitor);
    const client = start(tab, { transports: ['websocket'] });
    const shutAll = () => {
      for (const socket of [...world.server.sockets]) socket.shut(code);
    };
    await world.run(1000);
    for (let strike = 0; strike < 5; strike++) {
      shutAll();
      await world.run(25_000);
      expect(client.connection.getSnapshot().state).toBe('open');
    }
    shutAll();
    await world.run(code === 4504 ? 5000 : 200_000);
    expect(client.connection.getSnapshot().state).toBe('waiting');
    await world.run(120_000);
    expect(client.connection.getSnapshot().state).toBe('open');
    // After a calm link the next is the first again.
    await world.run(40_000);
    shutAll();
    await world.run(25_000);
    expect(client.connection.getSnapshot().state).toBe('open');
  });

  it('E1: an ephemeral frame ends no client: 80,000 characters, half an emoji', async () => {
    const world = new World(32);
    const sockets: FakeSocket[] = [];
    const tab = world.tab(visitor);
    const createSocket = (url: string) => {
      const socket = new FakeSocket(tab, url);
      sockets.push(socket);
      return socket;
    };
    const chat = start(tab, { createSocket }).conversation(1);
    await world.run(1000);
    for (const text of [
      'x'.repeat(80_000),
      '😀'.repeat(40_000),
      '"\u0001'.repeat(40_000),
      'a\ud83d',
    ])
      for (let times = 0; times < 8; times++) {
        chat.setTyping(text);
        await world.run(3100);
      }
    expect(sockets).toHaveLength(1);
    expect(health(chat)).toBe('in_sync');
    chat.send('half an emoji: \ud83d');
    await world.run(1000);
    expect(texts(chat)).toEqual(['half an emoji: \ufffd']);
    expect(states(chat)).toEqual(['sent']);
    expect(sockets[0]?.unreadable).toBe(0);
  });

  it("the server's limit of a message is in the snapshot", async () => {
    const world = new World(33);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    expect(chat.getSnapshot().content_bytes).toBe(16_384);
    const limits = { frame_bytes: 65_536, content_bytes: 2000, subscriptions: 200 };
    const ready = { type: 'ready', data: { me: visitor, limits } } as unknown as ServerFrame;
    for (const socket of world.server.sockets) socket.push(ready);
    await world.run(1000);
    expect(chat.getSnapshot().content_bytes).toBe(2000);
  });

  const back = [4000, 4001, 4002, 4003, 4004, 4005, 4006, 1001, 1006, 1011, 1012, 1013];
  it.each(back)('close code %i reconnects', async (code) => {
    const world = new World(30);
    const refreshed: number[] = [];
    const refresh = async () => refreshed.push(code);
    const client = start(world.tab(visitor), { refresh });
    await world.run(40_000);
    for (const socket of [...world.server.sockets]) socket.shut(code);
    await world.run(9000);
    expect(client.connection.getSnapshot().state).toBe(code === 4005 ? 'waiting' : 'open');
    await world.run(3000);
    expect(client.connection.getSnapshot().state).toBe('open');
    expect(refreshed).toEqual(code === 4004 ? [4004] : []);
  });
});

describe('the outbox and the log', () => {
  /** A page whose storage answers only when it is told to. */
  const slowly = (world: World, tab: Tab) => {
    const { storage } = tab.env();
    let open = () => {};
    const opened = new Promise<void>((done) => {
      open = done;
    });
    const slow = () => ({ ...storage(), load: () => opened.then(() => storage().load()) });
    return { slow, open, left: () => world.stored('visitor:7') };
  };
  const lost = async (world: World) => {
    const tab = world.tab(visitor);
    const chat = start(tab).conversation(1);
    await world.run(1000);
    world.faults.loseAnswer = world.faults.loseFrame = 1;
    chat.send('on disk, and its answer lost');
    await world.until(() => world.server.posts.length > 0);
    tab.die();
    world.faults.loseAnswer = world.faults.loseFrame = 0;
    expect(world.server.posts).toHaveLength(1);
    expect(world.stored('visitor:7')).toHaveLength(1);
  };

  it('O1: what the page of the log shows is settled before its entry has been read', async () => {
    const world = new World(60);
    await lost(world);
    const tab = world.tab(visitor);
    const { slow, open, left } = slowly(world, tab);
    const chat = start(tab, { storage: slow }).conversation(1);
    await world.run(1000);
    expect(states(chat)).toEqual(['sent']);
    open();
    await world.run(1000);
    expect(states(chat)).toEqual(['sent']);
    expect(chat.getSnapshot().health.queued).toBe(0);
    expect(world.server.posts).toHaveLength(1);
    expect(left()).toEqual([]);
  });

  it('O1: also when the entry is there first', async () => {
    const world = new World(61);
    await lost(world);
    world.server.down = true;
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    expect(states(chat)).toEqual(['pending']);
    world.server.down = false;
    await world.run(20_000);
    expect(states(chat)).toEqual(['sent']);
    expect(world.stored('visitor:7')).toEqual([]);
  });

  it('O2: what a push settled leaves the outbox of a tab that does not follow it', async () => {
    const world = new World(62);
    const [a, b] = [world.tab(visitor), world.tab(visitor)];
    const one = start(a, {}, true).conversation(1);
    await world.run(1000);
    const other = start(b, {}, true);
    await world.run(1000);
    world.faults.loseAnswer = 1;
    one.send('settled by its push');
    await world.run(200);
    expect(states(one)).toEqual(['sent']);
    expect(other.queued()).toEqual([]);
    expect(other.conversation(1).getSnapshot().health.queued).toBe(0);
  });

  it('O1: a message of somebody else settles nothing, whatever client_id it has', async () => {
    const world = new World(63);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    world.server.down = true;
    const id = chat.send('mine');
    world.server.down = false;
    world.server.post({
      sender: ana,
      conversation_id: 1,
      content: 'the same id',
      client_id: id,
    });
    await world.until(() => chat.getSnapshot().health.queued === 0);
    expect(texts(chat).sort()).toEqual(['mine', 'the same id']);
  });
});

describe('what the server refuses', () => {
  const refuse = (world: World, status: number, headers: Record<string, string> = {}) =>
    world.server.planned.push(json(status, { code: `c${status}`, title: 'No', status }, headers));

  it('for now, is in the snapshot with why and until when; the text is kept', async () => {
    const world = new World(66);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    refuse(world, 429, { 'retry-after': '60' });
    chat.send('too soon');
    await world.run(1000);
    const { refusal, health: said } = chat.getSnapshot();
    expect(refusal?.problem).toMatchObject({ status: 429, code: 'c429' });
    expect(refusal?.retry_at).toBeGreaterThan(world.now + 58_000);
    expect(refusal?.retry_at).toBeLessThan(world.now + 60_000);
    expect(said).toMatchObject({ state: 'in_sync', queued: 1 });
    expect(states(chat)).toEqual(['pending']);
    await world.run(61_000);
    expect(states(chat)).toEqual(['sent']);
    expect(chat.getSnapshot().refusal).toBeNull();
  });

  it('for now or with an error of its own, is an answer: the server is not away', async () => {
    for (const status of [408, 429, 500, 502, 503]) {
      const world = new World(68);
      const chat = start(world.tab(visitor)).conversation(1);
      await world.run(1000);
      refuse(world, status, { 'retry-after': '20' });
      chat.send('hello');
      await world.run(1000);
      expect(chat.getSnapshot()).toMatchObject({
        health: { state: 'in_sync' },
        refusal: { problem: { status } },
      });
      // No answer at all is one thing that takes the refusal back.
      world.server.down = true;
      await world.run(30_000);
      expect(chat.getSnapshot()).toMatchObject({ health: { state: 'offline' }, refusal: null });
    }
  });

  it('for now, instead of the first page: the server is not away', async () => {
    const world = new World(69);
    const tab = world.tab(visitor);
    let left = 1;
    const body = { code: 'busy', title: 'Busy', status: 503 };
    const no = () => json(503, body, { 'retry-after': '20' });
    const client = start(tab, {
      fetch: (async (url: string, init: RequestInit) =>
        url.includes('/messages?') && left-- > 0
          ? no()
          : tab.env().fetch(url, init)) as typeof fetch,
    });
    client.conversation(2);
    await world.run(2000);
    left = 1;
    const chat = client.conversation(1);
    await world.run(2000);
    expect(chat.getSnapshot()).toMatchObject({
      loading: true,
      health: { state: 'connecting' },
      refusal: { problem: { status: 503 } },
    });
    await world.run(21_000);
    expect(chat.getSnapshot()).toMatchObject({ health: { state: 'in_sync' }, refusal: null });
  });

  it('for good, has its reason, does not count as queued, and stands where it was refused', async () => {
    const world = new World(67);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    world.server.say(ana, 1, 'before');
    await world.run(500);
    refuse(world, 403);
    const id = chat.send('refused');
    await world.run(1000);
    expect(chat.getSnapshot().messages.at(-1)).toMatchObject({ state: 'failed' });
    expect(chat.getSnapshot().health).toMatchObject({ state: 'in_sync', queued: 0 });
    world.server.say(ana, 1, 'after');
    chat.send('mine');
    await world.run(1000);
    expect(texts(chat)).toEqual(['before', 'refused', 'after', 'mine']);
    // Also after a reload.
    const next = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    expect(texts(next)).toEqual(['before', 'refused', 'after', 'mine']);
    const [, failed] = next.getSnapshot().messages;
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'c403' } });
    next.discard(id);
    expect(texts(next)).toEqual(['before', 'after', 'mine']);
    await world.run(100);
    expect(world.stored('visitor:7')).toHaveLength(0);
  });

  it('a retried message goes to the end, without a reason', async () => {
    const world = new World(68);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    refuse(world, 403);
    const id = chat.send('refused');
    await world.run(1000);
    world.server.say(ana, 1, 'after');
    await world.run(1000);
    world.server.down = true;
    chat.retry(id);
    const last = chat.getSnapshot().messages.at(-1);
    expect(last).toMatchObject({ content: 'refused', state: 'pending' });
    expect(last).not.toHaveProperty('problem');
    world.server.down = false;
    await world.until(() => states(chat).at(-1) === 'sent');
    expect(texts(chat)).toEqual(['after', 'refused']);
  });
});

describe('older messages', () => {
  it('say that they failed to load, and load when asked again', async () => {
    const world = new World(64);
    for (let i = 0; i < 80; i++) world.server.say(ana, 1, `m${i}`);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    expect(chat.getSnapshot().older).toBe('more');
    world.faults.loseRequest = 1;
    const asked = chat.loadOlder();
    expect(chat.getSnapshot().older).toBe('loading');
    await world.run(1000);
    await expect(asked).resolves.toBeUndefined();
    expect(chat.getSnapshot()).toMatchObject({ older: 'failed', hasOlder: true });
    world.faults.loseRequest = 0;
    void chat.loadOlder();
    await world.run(1000);
    expect(chat.getSnapshot().older).toBe('none');
    expect(texts(chat)).toHaveLength(80);
  });
  it('may be asked for again after the link opened again', async () => {
    const world = new World(65);
    for (let i = 0; i < 80; i++) world.server.say(ana, 1, `m${i}`);
    const chat = start(world.tab(visitor)).conversation(1);
    await world.run(1000);
    world.faults.loseRequest = 1;
    void chat.loadOlder();
    await world.run(1000);
    world.faults.loseRequest = 0;
    for (const socket of [...world.server.sockets]) socket.drop();
    await world.until(() => chat.getSnapshot().older === 'more');
  });
});

describe('tabs', () => {
  it('H6: share one connection; the follower sends and receives through it', async () => {
    const world = new World(40);
    const [a, b] = [world.tab(visitor), world.tab(visitor)];
    const one = start(a, {}, true).conversation(1);
    await world.run(1000);
    const two = start(b, {}, true).conversation(1);
    await world.run(1000);
    expect(world.server.sockets.size).toBe(1);
    expect(health(two)).toBe('in_sync');
    two.send('from the second');
    await world.run(500);
    expect(texts(one)).toEqual(['from the second']);
    expect(states(two)).toEqual(['sent']);
    expect(world.server.posts).toHaveLength(1);
    world.server.say(ana, 1, 'to both');
    await world.run(200);
    expect(texts(one)).toEqual(texts(two));
    expect(texts(two)).toHaveLength(2);
  });

  it('H6: a closing leader hands over; nothing is sent twice or lost', async () => {
    const world = new World(41);
    const [a, b] = [world.tab(visitor), world.tab(visitor)];
    start(a, {}, true).conversation(1);
    const two = start(b, {}, true).conversation(1);
    await world.run(1000);
    world.server.down = true;
    for (const socket of [...world.server.sockets]) socket.drop();
    two.send('queued');
    await world.run(3000);
    a.die();
    world.server.down = false;
    world.server.say(ana, 1, 'meanwhile');
    await world.until(() => health(two) === 'in_sync' && two.getSnapshot().health.queued === 0);
    expect(world.server.sockets.size).toBe(1);
    expect(world.server.messages(1)).toHaveLength(2);
    expect([...texts(two)].sort()).toEqual(['meanwhile', 'queued']);
  });

  it('H6: a tab that is denied the lock, as in a frame with blocked storage, leads alone', async () => {
    const world = new World(43);
    const tab = world.tab(visitor);
    const locks = {
      request: () => Promise.reject(new DOMException('The request was denied.', 'SecurityError')),
    };
    const only = start(tab, { locks }, true).conversation(1);
    await world.run(1000);
    expect(health(only)).toBe('in_sync');
    only.send('alone');
    await world.run(1000);
    expect(states(only)).toEqual(['sent']);
  });

  it('H6: a frozen leader is relieved when a tab is woken', async () => {
    const world = new World(42);
    const [a, b] = [world.tab(visitor), world.tab(visitor)];
    start(a, {}, true).conversation(1);
    await world.run(1000);
    const two = start(b, {}, true).conversation(1);
    await world.run(1000);
    a.frozen = true;
    b.wake('visibilitychange');
    await world.run(3000);
    two.send('I lead now');
    await world.run(1000);
    expect(states(two)).toEqual(['sent']);
  });
});
