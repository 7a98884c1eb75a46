// The world's REST answers: the routes that the inbox calls, as protocol/openapi.yaml has them.
import type { Conversation } from '@walkie/client';
import { inboxOf } from '@walkie/testing';
import { AGENTS, type Answer, add, hint, personOf, type World } from './world.ts';

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const text = status === 204 ? '' : JSON.stringify(body);
  return { status, headers: { 'content-type': type, ...headers }, body: text };
}

export function problem(status: number, code: string, detail: string): Answer {
  return json(status, { type: 'about:blank', title: code, status, code, detail });
}

type Body = Record<string, unknown> & { conversation_id: number; content: string };
type Route = (world: World, match: RegExpExecArray, query: URLSearchParams, body: Body) => Answer;

const me = {
  type: 'agent',
  id: 1,
  name: 'Mina Okafor',
  email: 'agent1@example.org',
  role: 'admin',
};
const enter = (world: World) => {
  world.signedIn = true;
  return json(201, { agent: AGENTS[0] });
};
const rowOf = (world: World, id: unknown) => world.rows.get(Number(id));
const missing = () => problem(404, 'not_found', 'No such thing here.');

const OPEN: [RegExp, Route][] = [
  [
    /^POST \/sessions$/,
    (world, _, __, body) => {
      if (body['email'] === 'slow@example.org') {
        return { ...problem(429, 'rate_limited', 'Too many.'), headers: { 'retry-after': '42' } };
      }
      const right = body['password'] === 'correct horse';
      return right ? enter(world) : problem(401, 'unauthorized', 'Wrong e-mail or password.');
    },
  ],
  [/^POST \/setup$/, (world, _, __, body) => (body['token'] === 'good' ? enter(world) : missing())],
];

const ROUTES: [RegExp, Route][] = [
  [/^GET \/me$/, () => json(200, { ...me, inboxes: [inboxOf()] })],
  [/^GET \/agents$/, () => json(200, { items: AGENTS, next: null })],
  [/^GET \/inboxes$/, () => json(200, { items: [inboxOf()], next: null })],
  [
    /^DELETE \/sessions\/current$/,
    (world) => {
      world.signedIn = false;
      return json(204, null);
    },
  ],
  [
    /^GET \/conversations\/counts$/,
    (world) => {
      const open = [...world.rows.values()].filter((row) => row.status === 'open');
      const mine = open.filter((row) => row.assignee_id === 1).length;
      const unassigned = open.filter((row) => row.assignee_id === null).length;
      return json(200, { mine, unassigned, all: open.length });
    },
  ],
  [/^GET \/conversations$/, (world, _, query) => listed(world, query)],
  [
    /^GET \/conversations\/(\d+)$/,
    (world, [, id]) => (rowOf(world, id) ? json(200, rowOf(world, id)) : missing()),
  ],
  [/^PATCH \/conversations\/(\d+)$/, (world, [, id], _, body) => changed(world, Number(id), body)],
  [/^POST \/messages$/, (world, _, __, body) => posted(world, body)],
  [/^GET \/messages$/, (world, _, query) => page(world, query)],
  [/^(PATCH|DELETE) \/messages\/(\d+)$/, (world, match, _, body) => rewritten(world, match, body)],
];

export function answer(world: World, method: string, url: URL, body: Body): Answer {
  const line = `${method} ${url.pathname}`;
  for (const [pattern, route] of world.signedIn ? [...OPEN, ...ROUTES] : OPEN) {
    const match = pattern.exec(line);
    if (match !== null) return route(world, match, url.searchParams, body);
  }
  return world.signedIn ? missing() : problem(401, 'unauthorized', 'Sign in first.');
}

function listed(world: World, query: URLSearchParams): Answer {
  const status = query.get('status') ?? 'open';
  const who = query.get('assignee');
  const wanted = who === 'me' ? 1 : who === 'none' ? null : Number(who);
  const fits = (row: Conversation) =>
    (status === 'all' || row.status === status) && (who === null || row.assignee_id === wanted);
  const rows = [...world.rows.values()]
    .filter(fits)
    .sort((a, b) => (b.last_message_at ?? '').localeCompare(a.last_message_at ?? ''));
  const from = Number(query.get('cursor') ?? 0);
  const end = from + Number(query.get('limit') ?? 50);
  return json(200, { items: rows.slice(from, end), next: end < rows.length ? String(end) : null });
}

function changed(world: World, id: number, fields: Partial<Body>): Answer {
  const row = rowOf(world, id);
  if (row === undefined) return missing();
  // Any field of the row: a new one needs nothing here.
  const { assignee_id } = { ...row, ...fields } as Conversation;
  const assignee = assignee_id === null ? null : personOf(assignee_id);
  world.chat.change(
    id,
    { ...fields, assignee },
    {
      ...{ status: row.status, ...fields, assignee_id, assignee_name: assignee?.name ?? null },
      actor: { type: 'agent', ...personOf(1) },
    },
  );
  hint(world, id);
  return json(200, { ...row, head_seq: row.last_seq });
}

function posted(world: World, body: Body): Answer {
  if (world.refuse !== null) return world.refuse(body);
  const row = rowOf(world, body.conversation_id);
  if (row === undefined) return missing();
  const staff = body['channel'] === 'staff';
  const { content } = body;
  const client_id = String(body['client_id']);
  const sender = { type: 'agent' as const, ...personOf(1) };
  // S1b: a page that goes away between its post and the answer posts again under the same id.
  const { message, created } = world.chat.post({
    ...{ conversation_id: row.id, sender, content, client_id },
    note: staff,
  });
  if (created) hint(world, row.id);
  if (created && !staff && body['take'] === true && row.assignee_id === null) {
    changed(world, row.id, { assignee_id: 1 });
  }
  const head_seq = staff ? row.staff_last_seq : row.last_seq;
  return json(created ? 201 : 200, { ...message, head_seq });
}

function page(world: World, query: URLSearchParams): Answer {
  if (rowOf(world, query.get('conversation_id')) === undefined) return missing();
  return json(200, world.chat.messagePage(query));
}

function rewritten(world: World, [, method, id]: RegExpExecArray, body: Body): Answer {
  const message = world.chat.message(Number(id));
  if (message === undefined) return missing();
  const { conversation_id } = message;
  const gone = method === 'DELETE';
  if (gone && world.refuse !== null) return world.refuse({ conversation_id });
  const changed = gone ? world.chat.delete(message) : world.chat.edit(message, body.content);
  const head_seq = world.chat.head(conversation_id, message.channel === 'staff');
  return json(200, { ...changed, head_seq });
}

/** The 409 of S5: a colleague was faster. */
export function movedOnce(world: World, colleague: number, content: string): void {
  world.refuse = ({ conversation_id }) => {
    world.refuse = null;
    const came = add(world, conversation_id, { agent: colleague, content });
    return problem(409, 'conversation_moved', `${came.sender.name} has answered since.`);
  };
}
