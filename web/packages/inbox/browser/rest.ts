// The world's REST answers: the routes that the inbox calls, as protocol/openapi.yaml has them.
import type { Conversation, Message } from '@walkie/client';
import { AGENTS, type Answer, add, hint, personOf, say, tell, type World } from './world.ts';

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
  [/^GET \/me$/, () => json(200, { ...me, inboxes: [{ id: 1, name: 'Shop' }] })],
  [/^GET \/agents$/, () => json(200, { items: AGENTS, next: null })],
  [/^GET \/inboxes$/, () => json(200, { items: [{ id: 1, name: 'Shop' }], next: null })],
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

function changed(world: World, id: number, body: Body): Answer {
  const row = rowOf(world, id);
  if (row === undefined) return missing();
  if (body['status']) row.status = body['status'] as Conversation['status'];
  if ('assignee_id' in body) {
    row.assignee_id = body['assignee_id'] as number | null;
    row.assignee = row.assignee_id === null ? null : personOf(row.assignee_id);
  }
  row.version += 1;
  row.last_seq += 1;
  const actor = { type: 'agent', ...personOf(1) };
  const { status, assignee_id, assignee } = row;
  const data = { status, assignee_id, assignee_name: assignee?.name ?? null, actor };
  const update = { type: 'conversation_update', conversation_id: id, seq: row.last_seq, data };
  world.logs.get(id)?.updates.push({ ...update, created_at: new Date().toISOString() });
  tell(world, update);
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
  // S1: a page that goes away between its post and the answer posts again under the same id.
  const known = world.logs
    .get(row.id)
    ?.[staff ? 'staff' : 'everyone'].find((one) => one.client_id === client_id);
  const message = known ?? say(world, row.id, { content, staff, agent: 1, client_id });
  if (!known && !staff && body['take'] === true && row.assignee_id === null) {
    changed(world, row.id, { ...body, assignee_id: 1 });
  }
  const head_seq = staff ? row.staff_last_seq : row.last_seq;
  return json(known ? 200 : 201, { ...message, head_seq });
}

function page(world: World, query: URLSearchParams): Answer {
  const id = Number(query.get('conversation_id'));
  const row = rowOf(world, id);
  const log = world.logs.get(id);
  if (row === undefined || log === undefined) return missing();
  const staff = query.get('channel') === 'staff';
  const before = Number(query.get('before_seq') ?? Number.POSITIVE_INFINITY);
  const limit = Number(query.get('limit') ?? 50);
  const items = log[staff ? 'staff' : 'everyone'].filter((one) => one.seq < before);
  const next = items.length > limit ? 'more' : null;
  const head_seq = staff ? row.staff_last_seq : row.last_seq;
  const shown = items.slice(-limit);
  const from = next === null ? 0 : (shown[0]?.seq ?? 0);
  const updates = log.updates.filter(({ seq }) => seq > from && seq < before);
  const more = query.get('updates') === 'true' && !staff ? { updates } : {};
  return json(200, { items: shown, next, head_seq, epoch: 'e1', ...more });
}

function rewritten(world: World, [, method, id]: RegExpExecArray, body: Body): Answer {
  const all = [...world.logs.values()].flatMap((log) => [...log.everyone, ...log.staff]);
  const message = all.find((one) => one.id === Number(id)) as Message;
  const row = rowOf(world, message.conversation_id);
  if (row === undefined) return missing();
  const at = new Date().toISOString();
  const gone = method === 'DELETE';
  if (gone && world.refuse !== null) return world.refuse({ conversation_id: row.id });
  Object.assign(
    message,
    gone
      ? { content: '', deleted_at: at }
      : { content: body.content, edited_at: at, deleted_at: null },
  );
  const channel = message.channel ? { channel: message.channel } : {};
  const seq = message.channel ? ++row.staff_last_seq : ++row.last_seq;
  const type = gone ? 'message_deleted' : 'message_edited';
  tell(world, { type, conversation_id: row.id, seq, ...channel, data: message });
  return json(200, { ...message, head_seq: seq });
}

/** The 409 of S5: a colleague was faster. */
export function movedOnce(world: World, colleague: number, content: string): void {
  world.refuse = ({ conversation_id }) => {
    world.refuse = null;
    const came = add(world, conversation_id, { agent: colleague, content });
    const { seq } = came;
    tell(world, { type: 'new_message', conversation_id, seq, data: came });
    return problem(409, 'conversation_moved', `${came.sender.name} has answered since.`);
  };
}
