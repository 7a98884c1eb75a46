// A server that the test plays: one visitor, one conversation, the real pages from web/dist under a
// strict policy. It can be taken away, lose its WebSocket, and speak as an agent.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Route, WebSocketRoute } from '@playwright/test';

/** Nothing listens there; localhost is a secure context, where Web Locks exist. */
export const walkie = 'http://localhost:20750';
/** Somebody else's site. */
export const shop = 'http://shop.localhost:20751';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self' ws://localhost:20750; frame-src 'self'; base-uri 'none'; " +
  "form-action 'self'; require-trusted-types-for 'script'";

interface Told {
  id: number;
  conversation_id: number;
  seq: number;
  client_id: string;
  sender_id: number;
  sender_is_agent: boolean;
  sender: { type: string; id: number; name: string; avatar_url: null };
  content: string;
  content_type: 'text';
  attachments: [];
  created_at: string;
  edited_at: null;
  deleted_at: null;
}

const ada = { type: 'agent', id: 2, name: 'Ada Lin', avatar_url: null };
const visitor = { type: 'visitor', id: 7, name: 'Visitor', avatar_url: null };

export class PlayedServer {
  readonly log: Told[] = [];
  visitors = 0;
  conversations = 0;
  down = false;
  websocket = true;
  read_seq = 0;
  private agents: { id: number; name: string }[] = [];
  private readonly sockets = new Set<WebSocketRoute>();
  private readonly live = new Set<WebSocketRoute>();

  static async on(context: BrowserContext): Promise<PlayedServer> {
    const server = new PlayedServer();
    await context.route(`${walkie}/**`, (route) => server.answer(route));
    await context.routeWebSocket(/localhost:20750\/ws/, (socket) => server.connect(socket));
    return server;
  }

  /** How many connections follow the conversation live. */
  get listeners() {
    return this.live.size;
  }

  /** An agent answers. */
  say(content: string, created_at = new Date()) {
    return this.add(ada, content, `agent-${this.log.length}`, created_at);
  }

  typing() {
    this.push({ type: 'typing', data: { sender: ada, expires_in_ms: 6000 } });
  }

  present(names: string[]) {
    this.agents = names.map((name, index) => ({ id: index + 2, name }));
    this.push({ type: 'presence', data: { visitor: 'online', agents: this.agents } });
  }

  /** The agents have read up to `seq`. */
  reads(seq: number) {
    const reader = { type: 'agent', id: 2 };
    this.push({ type: 'read', data: { reader, read_seq: seq, received_seq: seq } });
  }

  /** Nothing is reached any more, or only HTTP. */
  async lose(what: 'all' | 'websocket') {
    if (what === 'all') this.down = true;
    else this.websocket = false;
    await Promise.all([...this.sockets].map((socket) => socket.close({ code: 1012 })));
    this.sockets.clear();
    this.live.clear();
  }

  private push(frame: Record<string, unknown>) {
    const text = JSON.stringify({ conversation_id: 1, ...frame });
    for (const socket of this.sockets) socket.send(text);
  }

  private add(sender: Told['sender'], content: string, client_id: string, at = new Date()) {
    const known = this.log.find((told) => told.client_id === client_id);
    if (known) return known;
    const seq = this.log.length + 1;
    const told: Told = {
      ...{ id: seq, conversation_id: 1, seq, client_id, sender, content },
      ...{ sender_id: sender.id, sender_is_agent: sender.type !== 'visitor' },
      ...{ content_type: 'text', attachments: [], edited_at: null, deleted_at: null },
      created_at: at.toISOString(),
    };
    this.log.push(told);
    this.push({ type: 'new_message', seq, data: told });
    return told;
  }

  private connect(socket: WebSocketRoute) {
    if (this.down || !this.websocket) {
      void socket.close({ code: 1012 });
      return;
    }
    this.sockets.add(socket);
    socket.onClose(() => {
      this.sockets.delete(socket);
      this.live.delete(socket);
    });
    const tell = (type: string, data: unknown) =>
      socket.send(JSON.stringify({ type, conversation_id: 1, data }));
    const limits = {
      frame_bytes: 65_536,
      content_bytes: 16_384,
      subscriptions: 200,
      typing_text_bytes: 0,
    };
    const ping = { ping_interval_ms: 54_000, ping_timeout_ms: 60_000 };
    tell('ready', { connection_id: 1, epoch: 'e', ...ping, limits, me: visitor });
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { type: string; since?: number; seq?: number };
      if (frame.type === 'subscribe') {
        const since = frame.since ?? this.log.length;
        for (const told of this.log.slice(since)) {
          socket.send(
            JSON.stringify({ type: 'new_message', conversation_id: 1, seq: told.seq, data: told }),
          );
        }
        tell('synced', { head_seq: this.log.length });
        this.live.add(socket);
        tell('presence', { visitor: 'online', agents: this.agents });
      } else if (frame.type === 'read') {
        this.read_seq = Math.max(this.read_seq, frame.seq ?? 0);
      } else if (frame.type === 'ping') {
        tell('pong', { heads: { 1: this.log.length } });
      }
    });
  }

  private async answer(route: Route) {
    if (this.down) return route.abort();
    const request = route.request();
    const { pathname, searchParams } = new URL(request.url());
    const json = (body: unknown, status = 200) => route.fulfill({ json: body, status });
    const problem = (status: number, code: string) => json({ title: code, status, code }, status);
    const sent = request.method() === 'POST' ? (request.postDataJSON() ?? {}) : {};
    const page = { head_seq: this.log.length, epoch: 'e' };
    switch (`${request.method()} ${pathname}`) {
      case 'POST /visitors':
        this.visitors += 1;
        return json({ visitor: { id: 7 }, token: 'a-token' }, 201);
      case 'GET /me':
        return request.headers()['authorization'] ? json(visitor) : problem(401, 'unauthenticated');
      case 'DELETE /sessions/current':
        return route.fulfill({ status: 204 });
      case 'GET /conversations':
        return json({ items: this.conversations ? [this.row()] : [], next: null });
      case 'POST /conversations':
        this.conversations += 1;
        return json(this.row(), 201);
      case 'GET /conversations/1':
        return json(this.row());
      case 'POST /conversations/1/read':
        this.read_seq = Math.max(this.read_seq, sent.seq);
        return json({ conversation_id: 1, read_seq: this.read_seq, ...page });
      case 'POST /messages':
        if (sent.content === 'refuse me') return problem(400, 'refused');
        return json({ ...this.add(visitor, sent.content, sent.client_id), ...page }, 201);
      case 'GET /messages': {
        const before = Number(searchParams.get('before_seq') ?? this.log.length + 1);
        const limit = Number(searchParams.get('limit') ?? 50);
        const items = this.log.slice(Math.max(0, before - 1 - limit), before - 1);
        return json({ items, next: (items[0]?.seq ?? 1) > 1 ? 'more' : null, ...page });
      }
      case 'GET /conversations/1/events': {
        if (request.headers()['accept']?.includes('event-stream')) return problem(406, 'poll');
        const after = Number(searchParams.get('after'));
        const events = this.log
          .slice(after)
          .map((data) => ({ type: 'new_message', conversation_id: 1, seq: data.seq, data }));
        return json({ ...page, events });
      }
      default:
        return this.file(route, pathname);
    }
  }

  private row() {
    const nobody = { id: 7, name: null, email: null, created_at: '2026-11-22T19:05:00.123Z' };
    const unread = this.log.filter((told) => told.sender_is_agent && told.seq > this.read_seq);
    return {
      ...{ id: 1, inbox_id: 1, visitor_id: 7, visitor: nobody, status: 'open', version: 1 },
      ...{ assignee_id: null, assignee: null, last_seq: this.log.length, last_message: null },
      ...{ created_at: nobody.created_at, updated_at: nobody.created_at, last_message_at: null },
      ...{ last_message_is_agent: false, read_seq: this.read_seq, unread: unread.length },
      ...{ visitor_read_seq: this.read_seq, visitor_received_seq: this.read_seq },
      ...{ agent_read_seq: 0, agent_received_seq: 0 },
    };
  }

  private file(route: Route, pathname: string) {
    let path = dist + pathname;
    if (existsSync(path) && statSync(path).isDirectory()) path += '/index.html';
    if (!existsSync(path)) return route.fulfill({ status: 404, body: '' });
    const contentType = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'text/plain';
    return route.fulfill({
      contentType,
      headers: { 'content-security-policy': policy },
      body: readFileSync(path),
    });
  }
}

/** A page of somebody else's, with the strictest policy and styles that mean no good. */
export async function openShop(context: BrowserContext) {
  const strict =
    `default-src 'none'; script-src 'nonce-n' ${walkie}; style-src 'nonce-n'; ` +
    `frame-src ${walkie}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const hostile =
    '*{letter-spacing:4px!important;color:red!important}iframe,walkie-widget{display:none!important}';
  await context.route(`${shop}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': strict },
      body:
        `<!doctype html><html lang="en"><title>Shop</title><style nonce="n">${hostile}</style>` +
        `<h1>Shop</h1><script nonce="n" src="${walkie}/widget.js" data-inbox="1" async></script>`,
    }),
  );
}
