// A simulated world from one seed: a clock that is moved by hand, a server that keeps the protocol's
// promises, and a network that does not. Its tabs share storage, locks and a broadcast channel.

import { FakeServer, frameOf, hintOf } from '@walkie/testing';
import type {
  Broadcast,
  Environment,
  Locks,
  OutboxEntry,
  OutboxStorage,
  Socket,
  WakeCause,
} from '../src/environment.ts';
import type { ClientOptions } from '../src/types.ts';
import type { Actor, ClientFrame, Conversation, Message, ServerFrame } from '../src/wire.ts';

export const seeded = (seed: number) => {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface Faults {
  /** A request that never arrives; an answer that never does. */
  loseRequest: number;
  loseAnswer: number;
  /** 503, 429 with Retry-After. */
  refuse: number;
  /** Frames of a WebSocket. */
  loseFrame: number;
  twiceFrame: number;
  /** Milliseconds, at most; reorders. */
  delay: number;
  /** A WebSocket breaks after a frame. */
  cut: number;
  webSocket: 'works' | 'blocked' | 'hangs';
  sse: 'works' | 'buffered' | 'missing' | 'broken';
}

export const healthy: Faults = {
  loseRequest: 0,
  loseAnswer: 0,
  refuse: 0,
  loseFrame: 0,
  twiceFrame: 0,
  delay: 20,
  cut: 0,
  webSocket: 'works',
  sse: 'works',
};

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

/** Lets everything that waits for a promise run. */
const settle = () => new Promise<void>((done) => setImmediate(done));

export class World {
  now = 1_795_000_000_000;
  faults: Faults = { ...healthy };
  readonly random: () => number;
  readonly server: Server;
  readonly frames: ServerFrame[] = [];
  requests = 0;
  private timers = new Map<number, Timer>();
  private order = 0;
  private stores = new Map<string, Map<string, OutboxEntry>>();
  private channels = new Map<string, Set<FakeBroadcast>>();
  private lockLines = new Map<string, { owner: Tab; grant: () => void; lose: () => void }[]>();

  constructor(seed: number) {
    this.random = seeded(seed);
    this.server = new Server(this);
  }

  chance = (p: number) => p > 0 && this.random() < p;

  later(ms: number, run: () => void) {
    const id = ++this.order;
    this.timers.set(id, { at: this.now + Math.max(0, ms), order: id, run });
    return id;
  }

  cancel(id: unknown) {
    this.timers.delete(id as number);
  }

  /** Moves the clock, timer by timer. */
  async run(ms: number) {
    const end = this.now + ms;
    await settle();
    for (;;) {
      let next: Timer | undefined;
      for (const timer of this.timers.values())
        if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order))
          next = timer;
      if (!next || next.at > end) break;
      this.timers.delete(next.order);
      this.now = Math.max(this.now, next.at);
      next.run();
      await settle();
    }
    this.now = end;
  }

  async until(what: () => boolean, ms = 300_000) {
    const end = this.now + ms;
    while (!what()) {
      if (this.now >= end) throw new Error('not within the time');
      await this.run(100);
    }
  }

  delay() {
    return this.faults.delay * this.random();
  }

  tab(me: Actor, storageName = `${me.type}:${me.id}`) {
    return new Tab(this, me, storageName);
  }

  storage(name: string): OutboxStorage {
    const box = this.stores.get(name) ?? new Map<string, OutboxEntry>();
    this.stores.set(name, box);
    return {
      // A storage takes its time: the newest page may be there first.
      load: () =>
        new Promise((done) =>
          this.later(this.delay() * (this.chance(0.5) ? 5 : 1), () => done([...box.values()])),
        ),
      put: async (entry) => void box.set(entry.client_id, structuredClone(entry)),
      remove: async (clientId) => void box.delete(clientId),
    };
  }

  stored(name: string) {
    return [...(this.stores.get(name)?.values() ?? [])];
  }

  broadcast(name: string, tab: Tab): Broadcast {
    const all = this.channels.get(name) ?? new Set<FakeBroadcast>();
    this.channels.set(name, all);
    return new FakeBroadcast(this, all, tab);
  }

  locks(owner: Tab): Locks {
    return {
      request: (name, { steal, signal }, held) =>
        new Promise((resolve, reject) => {
          const line = this.lockLines.get(name) ?? [];
          this.lockLines.set(name, line);
          const claim = {
            owner,
            grant: () =>
              void this.later(0, () => {
                if (!owner.alive) return this.leave(name, claim);
                void held().then(() => {
                  this.leave(name, claim);
                  resolve(undefined);
                });
              }),
            lose: () => reject(new DOMException('', 'AbortError')),
          };
          signal?.addEventListener('abort', () => {
            // Only a claim that waits can be withdrawn.
            if (line.indexOf(claim) < 1) return;
            this.leave(name, claim);
            claim.lose();
          });
          if (steal) {
            line.shift()?.lose();
            line.unshift(claim);
            claim.grant();
          } else if (line.push(claim) === 1) claim.grant();
        }),
      query: async () => ({
        held: [...this.lockLines].flatMap(([name, line]) => (line.length ? [{ name }] : [])),
      }),
    };
  }

  private leave(name: string, claim: { grant: () => void }) {
    const line = this.lockLines.get(name) ?? [];
    const at = line.findIndex((one) => one.grant === claim.grant);
    if (at < 0) return;
    line.splice(at, 1);
    if (at === 0) line[0]?.grant();
  }

  /** The browser frees what a dead tab held. */
  bury(tab: Tab) {
    for (const all of this.channels.values())
      for (const one of [...all]) if (one.tab === tab) all.delete(one);
    for (const [name, line] of this.lockLines)
      for (const claim of [...line]) if (claim.owner === tab) this.leave(name, claim);
  }
}

class FakeBroadcast implements Broadcast {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(
    private world: World,
    private all: Set<FakeBroadcast>,
    readonly tab: Tab,
  ) {
    all.add(this);
  }
  postMessage(message: unknown) {
    const data = structuredClone(message);
    for (const other of this.all)
      if (other !== this)
        this.world.later(0, () => {
          if (other.tab.awake && this.all.has(other)) other.onmessage?.({ data });
        });
  }
  close() {
    this.all.delete(this);
  }
}

/** One page: what it started dies with it. */
export class Tab {
  alive = true;
  frozen = false;
  readonly sockets = new Set<FakeSocket>();
  private wakes = new Set<(cause: WakeCause) => void>();

  constructor(
    readonly world: World,
    readonly me: Actor,
    private storageName: string,
  ) {}

  get awake() {
    return this.alive && !this.frozen;
  }

  die() {
    this.alive = false;
    for (const socket of this.sockets) socket.drop();
    this.world.bury(this);
  }

  wake(cause: WakeCause) {
    for (const wake of this.wakes) wake(cause);
  }

  env({ tabs = false } = {}) {
    const { world } = this;
    return {
      now: () => world.now,
      random: world.random,
      timers: {
        setTimeout: (callback, ms) =>
          world.later(ms, () => {
            if (this.awake) callback();
          }),
        clearTimeout: (id) => world.cancel(id),
      },
      fetch: ((url: string, init?: RequestInit) =>
        world.server.answer(this, url, init ?? {})) as typeof fetch,
      createSocket: (url: string, _protocols: string[]) => new FakeSocket(this, url),
      storage: () => world.storage(this.storageName),
      locks: tabs ? world.locks(this) : null,
      createBroadcast: tabs ? (name: string) => world.broadcast(name, this) : null,
      onWake: (wake: (cause: WakeCause) => void) => {
        this.wakes.add(wake);
        return () => void this.wakes.delete(wake);
      },
    } satisfies Omit<Environment, 'storage'> & Pick<ClientOptions, 'storage'>;
  }
}

export class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  onerror: Socket['onerror'] = null;
  open = false;
  gone = false;
  unreadable = 0;
  /** Half open: takes what is sent and brings nothing. */
  deaf = false;
  readonly subscribed = new Set<number>();
  inbox = false;

  constructor(
    readonly tab: Tab,
    readonly url: string,
  ) {
    const { world } = tab;
    tab.sockets.add(this);
    world.later(world.delay(), () => {
      if (this.gone || world.faults.webSocket === 'hangs') return;
      if (world.faults.webSocket === 'blocked' || world.server.down) return this.drop();
      this.open = true;
      world.server.sockets.add(this);
      this.onopen?.();
      const { epoch, typingTextBytes: typing_text_bytes } = world.server;
      const { limits } = frameOf('ready').data;
      const ready = { epoch, me: tab.me, limits: { ...limits, typing_text_bytes } };
      this.push(frameOf('ready', ready));
    });
  }

  push(frame: ServerFrame) {
    const { world } = this.tab;
    if (this.gone || this.deaf) return;
    const data = JSON.stringify(frame);
    const times = world.chance(world.faults.loseFrame)
      ? 0
      : world.chance(world.faults.twiceFrame)
        ? 2
        : 1;
    const certain = frame.type === 'ready' ? 1 : times;
    for (let i = 0; i < certain; i++)
      world.later(world.delay(), () => {
        if (this.gone || !this.tab.awake) return;
        this.onmessage?.({ data });
        if (world.chance(world.faults.cut)) this.drop();
      });
  }

  send(text: string) {
    const { world } = this.tab;
    if (!this.open || this.gone) throw new Error('not open');
    // As the server has it: too long a frame ends the link, and so does the 20th that it cannot read.
    if (Buffer.byteLength(text) > 65_536) return this.shut(1009);
    if (/\\ud[89a-f]/.test(text)) {
      this.unreadable++;
      if (this.unreadable === 20) this.shut(4505);
      return;
    }
    if (world.chance(world.faults.loseFrame)) return;
    world.later(world.delay(), () => {
      if (!this.gone && !this.deaf && !world.server.down)
        world.server.hear(this, JSON.parse(text) as ClientFrame);
    });
  }

  close(code = 1000) {
    this.end(code, false);
  }

  /** The server closes. */
  shut(code: number) {
    this.end(code, true);
  }

  drop() {
    this.end(1006, true);
  }

  private end(code: number, tell: boolean) {
    if (this.gone) return;
    this.gone = true;
    this.open = false;
    this.tab.world.server.sockets.delete(this);
    this.tab.sockets.delete(this);
    const { onclose } = this;
    if (tell) this.tab.world.later(0, () => this.tab.awake && onclose?.({ code, reason: '' }));
  }
}

/** The server of a world: the state of a FakeServer, told and asked over a network that has faults. */
export class Server extends FakeServer {
  down = false;
  readonly sockets = new Set<FakeSocket>();
  /** Every POST /messages that arrived, by client_id. */
  readonly posts: string[] = [];
  readonly read = new Map<string, number>();
  readonly received = new Map<string, number>();
  /** Answers that a test prepares for the next POST /messages. */
  readonly planned: Response[] = [];
  /** More than a frame can hold, as an operator may set it. */
  typingTextBytes = 100_000;
  private waiting = new Set<() => void>();

  constructor(private world: World) {
    super(() => world.now);
    this.publish = (event) => {
      for (const socket of this.sockets)
        if (
          socket.subscribed.has(event.conversation_id) &&
          (!event.channel || socket.tab.me.type !== 'visitor')
        )
          socket.push(event);
      for (const socket of this.sockets) if (socket.inbox) this.hint(socket, event.conversation_id);
      for (const wake of [...this.waiting]) wake();
    };
  }

  private hint(socket: FakeSocket, id: number) {
    const conversation = hintOf(this.conversation(socket.tab.me, id));
    socket.push(frameOf('inbox', { inbox_id: conversation.inbox_id, conversation }));
  }

  /** Somebody says something. */
  say(sender: Actor, conversation_id: number, content: string, note = false): Message {
    return this.post({ sender, conversation_id, content, note }).message;
  }

  hear(socket: FakeSocket, frame: ClientFrame) {
    const staff = socket.tab.me.type !== 'visitor';
    if (frame.type === 'ping') socket.push(this.pong(socket.subscribed, staff));
    else if (frame.type === 'subscribe') {
      socket.subscribed.add(frame.conversation_id);
      for (const answer of this.backlog(frame, staff)) socket.push(answer);
    } else if (frame.type === 'unsubscribe') socket.subscribed.delete(frame.conversation_id);
    else if (frame.type === 'read') this.markRead(socket.tab.me, frame.conversation_id, frame.seq);
    else if (frame.type === 'received') {
      this.markReceived(socket.tab.me, frame.conversation_id, frame.seq);
    } else if (frame.type === 'subscribe_inbox') {
      socket.inbox = true;
      socket.push(frameOf('inbox_subscribed'));
    }
  }

  markRead(me: Actor, id: number, seq: number) {
    this.read.set(placeOf(me, id), Math.max(this.read.get(placeOf(me, id)) ?? 0, seq));
    this.markReceived(me, id, seq);
  }

  /** Having read is having received. */
  markReceived(me: Actor, id: number, seq: number) {
    const key = placeOf(me, id);
    const received_seq = Math.max(this.received.get(key) ?? 0, seq);
    this.received.set(key, received_seq);
    const position = {
      reader: { type: me.type, id: me.id },
      read_seq: this.read.get(key) ?? 0,
      received_seq,
    };
    for (const socket of this.sockets)
      if (socket.subscribed.has(id))
        socket.push(frameOf('read', position, { conversation_id: id }));
  }

  conversation(me: Actor, id: number): Conversation {
    const furthest = (positions: Map<string, number>, type: string) =>
      Math.max(
        0,
        ...[...positions]
          .filter(([key]) => key.startsWith(type) && key.endsWith(`:${id}`))
          .map(([, seq]) => seq),
      );
    return {
      ...this.row(id),
      read_seq: this.read.get(placeOf(me, id)) ?? 0,
      unread: this.unread(me, id),
      visitor_read_seq: furthest(this.read, 'visitor'),
      visitor_received_seq: furthest(this.received, 'visitor'),
      agent_read_seq: furthest(this.read, 'agent'),
      agent_received_seq: furthest(this.received, 'agent'),
    };
  }

  /** What the other side wrote after the place that one has read to. */
  private unread(me: Actor, id: number): number {
    const read = this.read.get(placeOf(me, id)) ?? 0;
    const theirs = (sender: Actor) => (sender.type === 'visitor') !== (me.type === 'visitor');
    return this.messages(id).filter(
      ({ seq, sender, deleted_at }) => seq > read && !deleted_at && theirs(sender),
    ).length;
  }

  /** One HTTP request over the simulated network. */
  answer(tab: Tab, url: string, init: RequestInit): Promise<Response> {
    const { world } = this;
    world.requests++;
    return new Promise((resolve, reject) => {
      const fail = () => tab.awake && reject(new TypeError('network'));
      init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      const back = (response: Response) => {
        if (world.chance(world.faults.loseAnswer)) return void world.later(world.delay(), fail);
        world.later(world.delay(), () => tab.awake && resolve(response));
      };
      world.later(world.delay(), () => {
        if (this.down || world.chance(world.faults.loseRequest)) return fail();
        if (world.chance(world.faults.refuse)) {
          const retry = world.chance(0.5);
          const headers: Record<string, string> = retry ? { 'retry-after': '2' } : {};
          return back(json(retry ? 429 : 503, { code: 'busy', title: 'busy' }, headers));
        }
        this.route(tab, new URL(url, 'http://walkie.test'), init, back);
      });
    });
  }

  private route(tab: Tab, url: URL, init: RequestInit, back: (response: Response) => void) {
    const { me } = tab;
    const path = url.pathname;
    const body = init.body ? JSON.parse(String(init.body)) : {};
    const at = Number(path.match(/^\/conversations\/(\d+)/)?.[1]);
    if (path === '/conversations/counts')
      return back(json(200, { mine: 0, unassigned: 0, all: 0 }));
    if (path === '/conversations') return back(json(200, { items: this.list(me), next: null }));
    if (path === '/me') return back(json(200, { ...me, inboxes: [] }));
    if (path === '/messages' && init.method === 'POST') return back(this.postRoute(me, body));
    if (path === '/messages') return back(json(200, this.messagePage(url.searchParams)));
    if (path.endsWith('/read')) {
      this.markRead(me, at, body.seq);
      return back(json(200, { conversation_id: at, read_seq: body.seq, received_seq: body.seq }));
    }
    if (path.endsWith('/events')) return this.eventsRoute(tab, at, url.searchParams, init, back);
    return back(json(200, this.conversation(me, at)));
  }

  /** Every open conversation, the newest first. */
  private list(me: Actor): Conversation[] {
    const rows = [...this.rows.keys()].map((id) => this.conversation(me, id));
    const at = (row: Conversation) => row.last_message_at ?? row.created_at;
    return rows
      .filter(({ status }) => status === 'open')
      .sort((a, b) => (at(a) === at(b) ? b.id - a.id : at(a) < at(b) ? 1 : -1));
  }

  private postRoute(me: Actor, body: Record<string, unknown>): Response {
    const planned = this.planned.shift();
    if (planned) return planned;
    const { conversation_id, content, client_id, channel, expected_head_seq } = body as {
      conversation_id: number;
      content: string;
      client_id: string;
      channel?: string;
      expected_head_seq?: number;
    };
    this.posts.push(client_id);
    const staff = channel === 'staff';
    if (content === 'refuse me')
      return json(413, { code: 'too_long', title: 'Too long', status: 413 });
    const came = this.messages(conversation_id).filter(
      ({ seq, sender }) => seq > (expected_head_seq ?? Infinity) && sender.id !== me.id,
    );
    if (came.length)
      return json(409, { code: 'conversation_moved', title: 'Conflict', messages: came });
    const { message, created } = this.post({
      sender: me,
      conversation_id,
      content,
      client_id,
      note: staff,
    });
    const head_seq = this.head(conversation_id, staff);
    return json(created ? 201 : 200, { ...message, head_seq });
  }

  private eventsRoute(
    tab: Tab,
    id: number,
    query: URLSearchParams,
    init: RequestInit,
    back: (response: Response) => void,
  ) {
    const { world } = this;
    const staff = query.get('channel') === 'staff';
    let after = Number(query.get('after'));
    const events = () => this.log(id, staff).filter(({ seq }) => seq > after);
    const headers = new Headers(init.headers);
    if (headers.get('accept') !== 'text/event-stream') {
      const wait = Number(query.get('wait') ?? 0);
      const reply = () => {
        this.waiting.delete(wake);
        back(json(200, this.eventPage(id, query)));
      };
      const wake = () => events().length && reply();
      if (this.eventPage(id, query).reset || !wait || events().length) return reply();
      this.waiting.add(wake);
      world.later(wait * 1000, () => this.waiting.has(wake) && reply());
      return;
    }
    if (world.faults.sse === 'missing')
      return back(json(406, { code: 'not_acceptable', title: '' }));
    if (world.faults.sse === 'broken') return back(json(502, { code: '', title: 'Bad Gateway' }));
    if (world.faults.sse === 'buffered') return; // a proxy keeps everything to itself
    let push = () => {};
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        let open = true;
        const end = () => {
          open = false;
          this.waiting.delete(push);
        };
        init.signal?.addEventListener('abort', () => {
          if (open) controller.error(new DOMException('', 'AbortError'));
          end();
        });
        push = () => {
          for (const event of events()) {
            after = event.seq;
            if (!open || !tab.awake) return;
            const text = `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
            controller.enqueue(new TextEncoder().encode(text));
            if (world.chance(world.faults.cut)) {
              controller.close();
              return end();
            }
          }
        };
        controller.enqueue(new TextEncoder().encode(': hello\n\n'));
        this.waiting.add(push);
        push();
        const beat = () => {
          if (!open || !tab.awake) return;
          const pong = frameOf('pong', { heads: { [id]: this.head(id) } });
          controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(pong)}\n\n`));
          world.later(20_000, beat);
        };
        world.later(20_000, beat);
      },
    });
    back(new Response(stream, { headers: { 'content-type': 'text/event-stream' } }));
  }
}

/** Whose position, and where. */
const placeOf = (me: Actor, id: number) => `${me.type}:${me.id}:${id}`;

export const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
