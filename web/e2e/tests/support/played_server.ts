// A server that the test plays: one visitor, one conversation, the real pages from web/dist under a
// strict policy. It can be taken away, lose its WebSocket, and speak as an agent.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Route, WebSocketRoute } from '@playwright/test';
import type { Actor, ClientFrame, ServerFrame } from '@walkie/client';
import { FakeServer, frameOf, visitorOf, visitorsViewOf } from '@walkie/testing';

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

const ada = { type: 'agent', id: 2, name: 'Ada Lin' } as const;
const visitor = { type: 'visitor', id: 7, name: 'Visitor' } as const;
/** The one conversation. */
const at = { conversation_id: 1 };

export class PlayedServer {
  private readonly chat = new FakeServer();
  visitors = 0;
  conversations = 0;
  down = false;
  /** A network in between answers every request with its own page. */
  portal = false;
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

  constructor() {
    this.chat.publish = (event) => this.push(event);
  }

  /** The messages, in their order. */
  get log() {
    return this.chat.messages(1);
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
    this.push(frameOf('typing', { sender: ada }, at));
  }

  present(names: string[]) {
    this.agents = names.map((name, index) => ({ id: index + 2, name }));
    this.push(this.presence());
  }

  /** The agents have read up to `seq`. */
  reads(seq: number) {
    const reader = { type: 'agent', id: 2 } as const;
    this.push(frameOf('read', { reader, read_seq: seq, received_seq: seq }, at));
  }

  /** Nothing is reached any more, or only HTTP. */
  async lose(what: 'all' | 'websocket') {
    if (what === 'all') this.down = true;
    else this.websocket = false;
    await Promise.all([...this.sockets].map((socket) => socket.close({ code: 1012 })));
    this.sockets.clear();
    this.live.clear();
  }

  private push(frame: ServerFrame) {
    for (const socket of this.sockets) socket.send(JSON.stringify(frame));
  }

  private presence() {
    return frameOf('presence', { visitor: 'online', agents: this.agents }, at);
  }

  private add(sender: Actor, content: string, client_id: string, now = new Date()) {
    const created_at = now.toISOString();
    return this.chat.post({ ...at, sender, content, client_id, created_at }).message;
  }

  private connect(socket: WebSocketRoute) {
    if (this.down || this.portal || !this.websocket) {
      void socket.close({ code: 1012 });
      return;
    }
    this.sockets.add(socket);
    socket.onClose(() => {
      this.sockets.delete(socket);
      this.live.delete(socket);
    });
    const tell = (frame: ServerFrame) => socket.send(JSON.stringify(frame));
    tell(frameOf('ready', { epoch: this.chat.epoch, me: visitor }));
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as ClientFrame;
      if (frame.type === 'subscribe') {
        for (const answer of this.chat.backlog(frame, false)) tell(answer);
        this.live.add(socket);
        tell(this.presence());
      } else if (frame.type === 'read') {
        this.read_seq = Math.max(this.read_seq, frame.seq);
      } else if (frame.type === 'ping') {
        tell(this.chat.pong([1], false));
      }
    });
  }

  private async answer(route: Route) {
    if (this.down) return route.abort();
    const request = route.request();
    if (this.portal && request.resourceType() === 'fetch')
      return route.fulfill({ contentType: 'text/html', body: '<h1>Sign in to this network</h1>' });
    const { pathname, searchParams } = new URL(request.url());
    const json = (body: unknown, status = 200) => route.fulfill({ json: body, status });
    const problem = (status: number, code: string) => json({ title: code, status, code }, status);
    const sent = request.method() === 'POST' ? (request.postDataJSON() ?? {}) : {};
    const head_seq = this.chat.head(1);
    switch (`${request.method()} ${pathname}`) {
      case 'POST /visitors':
        this.visitors += 1;
        return json({ visitor: visitorOf({ id: 7, name: null }), token: 'a-token' }, 201);
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
        return json({
          conversation_id: 1,
          read_seq: this.read_seq,
          received_seq: this.read_seq,
          head_seq,
        });
      case 'POST /messages':
        if (sent.content === 'refuse me') return problem(403, 'forbidden');
        if (sent.content.startsWith('too long')) return problem(413, 'content_too_long');
        return json(
          { ...this.add(visitor, sent.content, sent.client_id), head_seq: this.chat.head(1) },
          201,
        );
      case 'GET /messages':
        return json(this.chat.messagePage(searchParams));
      case 'GET /conversations/1/events':
        if (request.headers()['accept']?.includes('event-stream')) return problem(406, 'poll');
        return json(this.chat.eventPage(1, searchParams));
      default:
        return this.file(route, pathname);
    }
  }

  private row() {
    const { read_seq } = this;
    const unread = this.log.filter((told) => told.sender_is_agent && told.seq > read_seq).length;
    const row = visitorsViewOf(this.chat.row(1));
    const positions = { visitor_read_seq: read_seq, visitor_received_seq: read_seq };
    return { ...row, visitor_id: 7, read_seq, unread, ...positions };
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
