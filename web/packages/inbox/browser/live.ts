// Stands a world behind every page of a browser context: the built files, REST and the socket.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, WebSocketRoute } from '@playwright/test';
import type { ClientFrame, ServerFrame } from '@walkie/client';
import { frameOf } from '@walkie/testing';
import { answer } from './rest.ts';
import { type Answer, hint, personOf, unreadAfter, type World } from './world.ts';

export const ORIGIN = 'http://127.0.0.1:20801';
const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
};
/** As the server sends it for /agent. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  `connect-src 'self' ${ORIGIN.replace('http', 'ws')}; font-src 'self'; base-uri 'none'; ` +
  "form-action 'self'; frame-ancestors 'none'";

function file(path: string): Answer {
  const name = /^\/agent(\/|$)/.test(path) ? 'agent/index.html' : path.slice(1);
  if (!existsSync(dist + name)) return { status: 404, body: 'no such file' };
  const type = TYPES[name.split('.').pop() ?? ''] ?? 'text/plain';
  const headers = { 'content-type': type, 'content-security-policy': POLICY };
  return { status: 200, body: readFileSync(dist + name), headers };
}

export async function live(context: BrowserContext, world: World): Promise<void> {
  await context.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (world.down) return route.abort();
    if (/^\/(agent|assets)(\/|$)/.test(url.pathname)) return route.fulfill(file(url.pathname));
    world.requests.push(`${request.method()} ${url.pathname}`);
    const body = request.postData() ? JSON.parse(request.postData() ?? '') : {};
    return route.fulfill(answer(world, request.method(), url, body));
  });
  await context.routeWebSocket(/\/ws/, (socket) => {
    if (world.down) void socket.close({ code: 1011 });
    else serve(world, socket);
  });
}

function serve(world: World, socket: WebSocketRoute): void {
  const send = (frame: ServerFrame) => socket.send(JSON.stringify(frame));
  world.sockets.add(socket);
  socket.onClose(() => world.sockets.delete(socket));
  send(frameOf('ready', { epoch: 'e1', me: { type: 'agent', id: 1, name: 'Mina Okafor' } }));
  socket.onMessage((text) => {
    const frame = JSON.parse(String(text)) as ClientFrame;
    if (frame.type === 'ping') send(frameOf('pong', { heads: {} }));
    if (frame.type === 'subscribe_inbox') send(frameOf('inbox_subscribed'));
    if (!('conversation_id' in frame)) return;
    const { conversation_id } = frame;
    const row = world.rows.get(conversation_id);
    if (row === undefined) return;
    if (frame.type === 'subscribe') {
      for (const answer of world.chat.backlog(frame, true)) send(answer);
      const agents = conversation_id === 1 ? [personOf(1), personOf(2)] : [personOf(1)];
      const visitor = conversation_id % 2 ? 'online' : 'offline';
      send(frameOf('presence', { visitor, agents }, { conversation_id }));
    }
    if (frame.type === 'read') {
      world.reads.push({ conversation_id, seq: frame.seq });
      const read_seq = Math.max(row.read_seq, frame.seq);
      const unread = unreadAfter(world, conversation_id, read_seq);
      Object.assign(row, { read_seq, unread, version: row.version + 1 });
      hint(world, conversation_id);
    }
  });
}
