import type {
  ClientOptions,
  Conversation,
  ConversationHandle,
  ConversationSnapshot,
} from '@walkie/client';
import { messageOf, newConversationOf, visitorOf } from '@walkie/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepIn } from '../src/bridge/keep.ts';
import { keptIn } from '../src/session/kept.ts';
import { healthOf } from '../src/session/lines.ts';
import { createSession, type Session, type SessionOptions } from '../src/session/session.ts';

const clients = vi.hoisted(() => ({ made: [] as unknown[], create: (() => {}) as unknown }));
vi.mock('@walkie/client', async (original) => ({
  ...(await original<typeof import('@walkie/client')>()),
  createClient: (options: unknown) => {
    clients.made.push(options);
    return (clients.create as () => unknown)();
  },
}));

type Call = { method: string; path: string; token: string | null; body: Record<string, unknown> };

/** The server's side of REST, in memory. */
class Server {
  calls: Call[] = [];
  tokens = new Map<string, number>();
  conversations: Conversation[] = [];
  posted: Record<string, unknown>[] = [];
  away = false;
  refuse = false;
  /** What POST /conversations answers instead of opening one. */
  closed: { status: number; code: string; retry_after_s?: number } | null = null;
  cookie: number | null = null;

  fetch = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    const path = String(url).replace(/\?.*/, '');
    const method = init.method ?? 'GET';
    const token = new Headers(init.headers).get('authorization')?.replace('Bearer ', '') ?? null;
    const body = init.body ? JSON.parse(String(init.body)) : {};
    this.calls.push({ method, path, token, body });
    if (this.away) throw new TypeError('network');
    return this.answer(method, path, token, body);
  };

  private answer(method: string, path: string, token: string | null, body: Call['body']) {
    const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
    const problem = (status: number) => json({ title: 'no', status, code: 'no' }, status);
    const who = (token && this.tokens.get(token)) || (token ? null : this.cookie);
    if (method === 'POST' && path === '/visitors') {
      const id = this.tokens.size + 7;
      this.tokens.set(`token-${id}`, id);
      return json({ visitor: visitorOf({ id }), token: `token-${id}` }, 201);
    }
    if (!who) return problem(401);
    if (path === '/me') return json({ type: 'visitor', id: who, name: null });
    if (path === '/sessions/current') return new Response(null, { status: 204 });
    if (path === '/conversations' && method === 'GET') {
      return json({ items: this.conversations, next: null });
    }
    if (path === '/conversations' && this.closed) {
      const { status, code, retry_after_s } = this.closed;
      const headers = retry_after_s ? { 'retry-after': `${retry_after_s}` } : {};
      return new Response(JSON.stringify({ title: 'no', status, code }), { status, headers });
    }
    if (path === '/conversations') {
      this.conversations.push(newConversationOf({ id: 40 + this.conversations.length }));
      return json(this.conversations.at(-1), 201);
    }
    if (this.refuse) return problem(400);
    this.posted.push(body);
    return json({ ...messageOf({ id: this.posted.length }), ...body }, 201);
  }

  count = (method: string, path: string) =>
    this.calls.filter((call) => call.method === method && call.path === path).length;
}

/** A conversation of the SDK that only remembers what it was asked. */
function fakeHandle(id: number) {
  const listeners = new Set<() => void>();
  let snapshot = {
    id,
    messages: [],
    health: { state: 'in_sync', transport: 'websocket', queued: 0, since: 0 },
    problem: null,
  } as unknown as ConversationSnapshot;
  return {
    id,
    send: vi.fn(),
    discard: vi.fn(),
    close: vi.fn(),
    getSnapshot: () => snapshot,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(change: Partial<ConversationSnapshot>) {
      snapshot = { ...snapshot, ...change };
      for (const listener of [...listeners]) listener();
    },
  };
}

let server: Server;
let sessions: Session[];
let handles: ReturnType<typeof fakeHandle>[];
let tokens: (string | null)[];
const kept = () =>
  keptIn(
    keepIn(() => localStorage),
    1,
  );

const start = (options: Partial<SessionOptions> = {}) => {
  const session = createSession({
    inbox: 1,
    kept: kept(),
    hostToken: null,
    onToken: (token) => tokens.push(token),
    client: { fetch: server.fetch } as Partial<ClientOptions>,
    ...options,
  });
  sessions.push(session);
  return session;
};
const become = (session: Session, state: string) =>
  vi.waitFor(() => expect(session.state.value).toBe(state));

beforeEach(() => {
  localStorage.clear();
  server = new Server();
  sessions = [];
  handles = [];
  tokens = [];
  clients.made.length = 0;
  clients.create = () => ({
    conversation: (id: number): ConversationHandle => {
      handles.push(fakeHandle(id));
      return handles.at(-1) as unknown as ConversationHandle;
    },
    close: vi.fn(),
  });
});
afterEach(() => {
  for (const session of sessions) session.close();
  vi.useRealTimers();
});

describe('a stranger', () => {
  it('asks the server for nothing', async () => {
    const session = start();
    await become(session, 'new');
    expect(server.calls).toEqual([]);
  });

  it('becomes a visitor with a conversation at the first message', async () => {
    const session = start();
    session.send('hello');
    expect(session.first.value.map((message) => message.content)).toEqual(['hello']);
    await become(session, 'talking');
    const [posted] = server.posted;
    expect(posted).toMatchObject({ conversation_id: 40, content: 'hello' });
    expect(posted?.['client_id']).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-/);
    expect(kept().visitor()).toEqual({ token: 'token-7', visitor_id: 7, conversation_id: 40 });
    expect(tokens).toEqual(['token-7']);
    expect(clients.made).toMatchObject([{ principal: 'visitor:7' }]);
    await vi.waitFor(() => expect(session.first.value).toEqual([]));
  });

  it('keeps the order of what is written meanwhile, and then uses the outbox', async () => {
    const session = start();
    session.send('one');
    session.send('two');
    await vi.waitFor(() => expect(session.first.value).toEqual([]));
    session.send('three');
    expect(server.posted.map((body) => body['content'])).toEqual(['one', 'two']);
    expect(handles.at(-1)?.send).toHaveBeenCalledWith('three');
    expect(server.count('POST', '/conversations')).toBe(1);
  });
});

describe('what is written offline', () => {
  it('waits, survives a reload, and goes out once with the same client_id', async () => {
    server.away = true;
    const before = start();
    before.send('are you there?');
    await vi.waitFor(() => expect(before.reached.value).toBe(false));
    const id = before.first.value[0]?.client_id;
    before.close();

    const after = start();
    expect(after.first.value).toMatchObject([{ client_id: id, content: 'are you there?' }]);
    server.away = false;
    window.dispatchEvent(new Event('online'));
    await become(after, 'talking');
    await vi.waitFor(() => expect(after.first.value).toEqual([]));
    expect(server.posted.map((body) => body['client_id'])).toEqual([id]);
  });

  it('is tried again by itself', async () => {
    vi.useFakeTimers();
    server.away = true;
    const session = start();
    session.send('hello');
    await vi.advanceTimersByTimeAsync(100);
    expect(session.reached.value).toBe(false);
    server.away = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(session.state.value).toBe('talking');
    expect(session.reached.value).toBe(true);
  });

  it('fails visibly when the server refuses it, and retries on request', async () => {
    server.refuse = true;
    const session = start();
    session.send('bad');
    await vi.waitFor(() => expect(session.first.value[0]?.failed).toBe(true));
    server.refuse = false;
    session.retry(session.first.value[0]?.client_id ?? '');
    await become(session, 'talking');
    expect(server.posted).toHaveLength(1);
  });
});

describe('what is refused before there is a conversation', () => {
  it('says until when, keeps the text and goes out by itself', async () => {
    vi.useFakeTimers();
    server.closed = { status: 429, code: 'too_fast', retry_after_s: 30 };
    const session = start();
    session.send('hello');
    await vi.advanceTimersByTimeAsync(100);
    const { until, code } = session.refusal.value ?? { until: 0, code: '' };
    expect([code, Math.round((until - Date.now()) / 1000)]).toEqual(['too_fast', 30]);
    expect(session.reached.value).toBe(true);
    expect(healthOf(null, session.first.value, true, session.refusal.value)).toEqual({
      kind: 'refused',
      until,
    });
    server.closed = null;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.posted.map((body) => body['content'])).toEqual(['hello']);
    expect(session.refusal.value).toBe(null);
  });

  it.each([400, 403, 404])('says so when the answer is %d, and keeps the text', async (status) => {
    server.closed = { status, code: 'origin_not_allowed' };
    const session = start();
    session.send('hello');
    session.send('are you there?');
    await vi.waitFor(() => expect(session.first.value.every((one) => one.failed)).toBe(true));
    expect(session.first.value).toMatchObject([
      { content: 'hello', code: 'origin_not_allowed' },
      { content: 'are you there?', code: 'origin_not_allowed' },
    ]);
    const [first, second] = session.first.value;
    session.discard(first?.client_id ?? '');
    server.closed = null;
    session.retry(second?.client_id ?? '');
    await become(session, 'talking');
    expect(server.posted.map((body) => body['content'])).toEqual(['are you there?']);
  });
});

describe('a returning visitor', () => {
  it('is taken to the conversation without a question', async () => {
    server.tokens.set('t', 7);
    kept().keepVisitor({ token: 't', visitor_id: 7, conversation_id: 40 });
    const session = start();
    await become(session, 'talking');
    expect(server.calls).toEqual([]);
    expect(tokens).toEqual(['t']);
  });

  it('is known by the token that the host page kept', async () => {
    server.tokens.set('t', 9);
    server.conversations.push(
      newConversationOf({ id: 12, inbox_id: 2 }),
      newConversationOf({ id: 41 }),
    );
    const session = start({ hostToken: 't' });
    await become(session, 'talking');
    expect(session.snapshot.value?.id).toBe(41);
    expect(kept().visitor()).toEqual({ token: 't', visitor_id: 9, conversation_id: 41 });
  });

  it('is nobody by a cookie alone: another page may have planted it', async () => {
    server.cookie = 5;
    localStorage.setItem('walkie:1:visitor', '{"token":null,"visitor_id":5,"conversation_id":44}');
    const session = start();
    await become(session, 'new');
    session.send('hello');
    await become(session, 'talking');
    expect(clients.made).toMatchObject([{ principal: 'visitor:7' }]);
    expect(kept().visitor()).toMatchObject({ token: 'token-7', visitor_id: 7 });
  });

  it('becomes a stranger when the host page kept a token that is no longer good', async () => {
    const session = start({ hostToken: 'stale' });
    await become(session, 'new');
    expect(tokens).toEqual([null]);
    session.send('hello');
    await become(session, 'talking');
    expect(tokens).toEqual([null, 'token-7']);
  });

  it('stays who it is while the server cannot be asked', async () => {
    server.away = true;
    server.tokens.set('t', 9);
    const session = start({ hostToken: 't' });
    await become(session, 'new');
    session.send('hello');
    server.away = false;
    window.dispatchEvent(new Event('online'));
    await become(session, 'talking');
    expect(server.count('POST', '/visitors')).toBe(0);
    expect(clients.made).toMatchObject([{ principal: 'visitor:9' }]);
  });
});

describe('being signed out', () => {
  it('keeps what was not sent, with a way out', async () => {
    server.tokens.set('t', 7);
    kept().keepVisitor({ token: 't', visitor_id: 7, conversation_id: 40 });
    const session = start();
    const unsent = {
      key: 'c9',
      client_id: 'c9',
      content: 'not yet',
      note: false,
      created_at: '2026-11-22T19:05:00.123Z',
      mine: true as const,
      state: 'pending' as const,
    };
    await become(session, 'talking');
    const [handle] = handles;
    handle?.set({ messages: [unsent] });
    handle?.set({ health: { state: 'stopped', code: 4506, reason: '', queued: 1, since: 0 } });
    expect(session.state.value).toBe('signed_out');
    expect(kept().visitor()).toBe(null);
    expect(session.first.value).toMatchObject([{ client_id: 'c9', failed: true }]);
    expect(handle?.discard).toHaveBeenCalledWith('c9');
    session.retry('c9');
    await become(session, 'talking');
    expect(server.posted).toMatchObject([{ client_id: 'c9', content: 'not yet' }]);
  });

  it('is not what too many connections mean', async () => {
    kept().keepVisitor({ token: 't', visitor_id: 7, conversation_id: 40 });
    const session = start();
    await become(session, 'talking');
    handles[0]?.set({ health: { state: 'stopped', code: 4504, reason: '', queued: 0, since: 0 } });
    expect(session.state.value).toBe('talking');
    expect(kept().visitor()).not.toBe(null);
  });
});

describe('forgetting', () => {
  it('leaves nothing behind on this device', async () => {
    server.tokens.set('t', 7);
    kept().keepVisitor({ token: 't', visitor_id: 7, conversation_id: 40 });
    kept().keepDraft('half a thought');
    const session = start({ hostToken: 't' });
    await become(session, 'talking');
    await session.forget();
    expect(session.state.value).toBe('new');
    expect(session.snapshot.value).toBe(null);
    expect(tokens).toEqual([null]);
    expect(localStorage).toHaveLength(0);
    expect(server.count('DELETE', '/sessions/current')).toBe(1);
  });

  it('holds although the server is still asked whose token it is', async () => {
    server.tokens.set('t', 7);
    const ask = server.fetch;
    let answer = () => {};
    const late = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.fetch = async (url, init) => {
      const found = await ask(url, init);
      if (String(url).startsWith('/me')) await late;
      return found;
    };
    const session = start({ hostToken: 't' });
    await session.forget();
    answer();
    await new Promise((turn) => setTimeout(turn)); // whatever the answer sets off has happened
    expect(session.state.value).toBe('new');
    expect(server.count('DELETE', '/sessions/current')).toBe(1);
    expect(tokens.at(-1)).toBe(null);
    expect(kept().visitor()).toBe(null);
  });

  it('follows when another tab forgets', async () => {
    kept().keepVisitor({ token: 't', visitor_id: 7, conversation_id: 40 });
    const session = start();
    await become(session, 'talking');
    kept().keepVisitor(null);
    window.dispatchEvent(Object.assign(new Event('storage'), { key: kept().visitorKey }));
    expect(session.state.value).toBe('new');
  });
});

describe('a frame whose storage is blocked', () => {
  it('sends although locks are denied', async () => {
    const request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request } });
    const blocked = keepIn(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    const session = start({ kept: keptIn(blocked, 1) });
    session.send('hello');
    await become(session, 'talking');
    expect(server.posted).toMatchObject([{ content: 'hello' }]);
    vi.unstubAllGlobals();
  });
});
