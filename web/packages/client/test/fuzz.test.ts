// Seeded runs of several clients against the simulated server over a bad network: frames lost, doubled
// and reordered, requests and answers lost, links cut, tabs reloaded and closed in the middle of a
// send, transports blocked and freed. After each run the network heals, and then nothing that was
// written may be missing, doubled or out of order, anywhere. WALKIE_FUZZ_SEEDS=N runs more seeds,
// WALKIE_FUZZ_SEED=N only that one.

import { expect, it } from 'vitest';
import '../src/streams.ts'; // loaded late otherwise, in real time
import { httpFallback } from '../src/http.ts';
import { createClient } from '../src/index.ts';
import { showReceipts } from '../src/receipts.ts';
import { showNotes } from '../src/staff.ts';
import { shareTabs } from '../src/tabs.ts';
import type { Client, ConversationHandle } from '../src/types.ts';
import { showTyping } from '../src/typing.ts';
import type { Actor } from '../src/wire.ts';
import { healthy, type Tab, World } from './world.ts';

const visitor: Actor = { type: 'visitor', id: 7, name: 'Li Wei' };
const ana: Actor = { type: 'agent', id: 3, name: 'Ana' };

/** A storage has been read by then. */
const READ_MS = 5000;

interface Page {
  opened: number;
  /** The keys of a snapshot that had one of them twice. */
  twice: string;
  tab: Tab;
  client: Client;
  chat: ConversationHandle;
}

const open = (world: World, me: Actor, tabs: boolean): Page => {
  const tab = world.tab(me);
  const client = createClient({
    ...tab.env({ tabs }),
    ...(tabs && { tabs: shareTabs }),
    baseUrl: 'http://walkie.test',
    principal: `${me.type}:${me.id}`,
    http: httpFallback,
    receipts: showReceipts,
    typing: showTyping,
    ...(me.type === 'agent' && { staff: showNotes }),
    log: false,
    maxAttempts: 1 + Math.floor(world.random() * 5),
  });
  const page: Page = { opened: world.now, tab, client, chat: client.conversation(1), twice: '' };
  // What stands on the screen for a moment only has been there all the same.
  page.chat.subscribe(() => {
    const keys = page.chat.getSnapshot().messages.map(({ key }) => key);
    if (new Set(keys).size !== keys.length) page.twice ||= String(keys);
  });
  return page;
};

const violate = (rule: string, detail: unknown): never => {
  throw new Error(`${rule}: ${JSON.stringify(detail)}`);
};

/** What must hold at every moment, whatever the network does. */
function check({ chat, twice }: Page, written: Map<string, string>, loaded: boolean) {
  const { messages } = chat.getSnapshot();
  const logged = messages.flatMap((view) => ('message' in view ? [view.message] : []));
  for (const note of [false, true]) {
    const seqs = logged.filter((m) => (m.channel === 'staff') === note).map(({ seq }) => seq);
    for (let i = 1; i < seqs.length; i++)
      if ((seqs[i] ?? 0) <= (seqs[i - 1] ?? 0)) violate('a seq twice or out of order', seqs);
  }
  const keys = messages.map(({ key }) => key);
  if (twice) violate('a message twice', twice);
  if (!loaded) return;
  for (const [id, text] of written)
    if (!messages.some(({ key }) => key === id)) violate('a text is nowhere', { id, text, keys });
}

async function run(seed: number) {
  const world = new World(seed);
  const { random, server } = world;
  const tabs = random() < 0.5;
  const bad = () => ({
    ...healthy,
    delay: random() * 800,
    loseRequest: random() * 0.3,
    loseAnswer: random() * 0.3,
    refuse: random() * 0.2,
    loseFrame: random() * 0.3,
    twiceFrame: random() * 0.3,
    cut: random() * 0.1,
    webSocket:
      (['works', 'works', 'works', 'blocked', 'hangs'] as const)[Math.floor(random() * 5)] ??
      'works',
    sse: (['works', 'buffered', 'missing'] as const)[Math.floor(random() * 3)] ?? 'works',
  });
  const pages: Page[] = [open(world, visitor, tabs), open(world, ana, tabs)];
  const written = { visitor: new Map<string, string>(), agent: new Map<string, string>() };
  const mapOf = (page: Page) => written[page.tab.me.type as 'visitor' | 'agent'];
  const checkAll = () => {
    for (const page of pages) {
      // Another tab's text takes a moment to get here; a page that loads shows the outbox only.
      const loaded = !page.chat.getSnapshot().loading && world.now > page.opened + READ_MS;
      check(page, mapOf(page), !tabs && loaded);
    }
  };
  let texts = 0;
  for (let step = 0; step < 40; step++) {
    if (random() < 0.2) world.faults = bad();
    const index = Math.floor(random() * pages.length);
    const page = pages[index] as Page;
    const dice = random();
    const note = page.tab.me.type === 'agent' && random() < 0.3;
    if (dice < 0.45) mapOf(page).set(page.chat.send(`t${++texts}`, { note }), `t${texts}`);
    else if (dice < 0.55) {
      server.say({ type: 'bot', id: 1, name: 'Triage' }, 1, `bot ${step}`);
      const some = server.messages(1)[0];
      if (some) server.edit(some, `edited ${step}`);
    } else if (dice < 0.65) {
      // A reload, perhaps in the middle of a send, or with the answer to it lost.
      if (random() < 0.5) {
        const { faults } = world;
        world.faults = { ...faults, loseAnswer: 1, loseFrame: 1 };
        mapOf(page).set(page.chat.send(`t${++texts}`), `t${texts}`);
        await world.run(random() * 1500);
        world.faults = faults;
      }
      page.tab.die();
      pages[index] = open(world, page.tab.me, tabs);
    } else if (dice < 0.7 && tabs && pages.length < 5) pages.push(open(world, page.tab.me, true));
    else if (dice < 0.75) for (const socket of page.tab.sockets) socket.deaf = true;
    else if (dice < 0.8) page.tab.wake(random() < 0.5 ? 'online' : 'visibilitychange');
    else if (dice < 0.85) server.down = !server.down;
    else if (dice < 0.87) server.trimmedBefore = Math.floor(random() * server.head(1));
    await world.run(random() * 2000);
    checkAll();
  }
  world.faults = { ...healthy };
  server.down = false;
  for (const page of pages) page.tab.wake('online');
  // A lost last frame or a deaf socket shows at the next ping (H2).
  await world.run(40_000);
  const calm = ({ chat }: Page) => {
    const { health, loading } = chat.getSnapshot();
    return !loading && health.state === 'in_sync' && health.queued === 0;
  };
  await world
    .until(() => pages.every(calm), 400_000)
    .catch(() => {
      violate(
        'never in sync again',
        pages.map(({ chat }) => chat.getSnapshot().health),
      );
    });
  await world.run(1000);
  finish(world, pages, written);
  for (const { client } of pages) client.close();
}

function finish(world: World, pages: Page[], written: Record<string, Map<string, string>>) {
  const { server } = world;
  for (const me of [visitor, ana]) {
    const texts = [...(written[me.type]?.keys() ?? [])];
    for (const staff of [false, true]) {
      const saved = server.messages(1, staff).filter(({ sender }) => sender.type === me.type);
      const ids = saved.map(({ client_id }) => client_id);
      if (new Set(ids).size !== ids.length) violate('saved twice', ids);
      // One tab writes in order; several tabs' texts are ordered by when they were written.
      const expected = texts.filter((id) => ids.includes(id));
      if (pages.length === 2 && String(expected) !== String(ids))
        violate('order', { expected, ids });
    }
    const everywhere = [...server.messages(1), ...server.messages(1, true)];
    const missing = texts.filter((id) => !everywhere.some(({ client_id }) => client_id === id));
    if (missing.length) violate('lost', missing);
    if (world.stored(`${me.type}:${me.id}`).length) violate('left in the storage', me);
  }
  for (const page of pages) {
    check(page, new Map(), true);
    const { messages } = page.chat.getSnapshot();
    const shown = messages.filter(({ note }) => !note).map(({ content }) => content);
    const truth = server.messages(1).map(({ content }) => content);
    if (
      String(shown) !== String(truth.slice(-shown.length)) ||
      shown.length < Math.min(50, truth.length)
    )
      violate('a page shows something else', { shown, truth });
    const notes = messages.filter(({ note }) => note).map(({ content }) => content);
    const wanted = page.tab.me.type === 'agent' ? server.messages(1, true) : [];
    if (String(notes) !== String(wanted.map(({ content }) => content)))
      violate('notes', { notes, wanted });
  }
}

const only = process.env.WALKIE_FUZZ_SEED;
const count = Number(process.env.WALKIE_FUZZ_SEEDS ?? 300);
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1);

it(`loses nothing, repeats nothing, keeps the order: ${seeds.length} seeds`, async () => {
  for (const seed of seeds)
    await run(seed).catch((error) => {
      expect.fail(`WALKIE_FUZZ_SEED=${seed}: ${error instanceof Error ? error.stack : error}`);
    });
}, 600_000);
