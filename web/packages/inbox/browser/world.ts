// A small world behind the inbox: enough of a server's state to draw every screen.
import type { Agent, Conversation, Message } from '@walkie/client';

type Logs = {
  everyone: Message[];
  staff: Message[];
  updates: { seq: number; created_at: string }[];
};
export interface Wire {
  send(text: string): void;
  close(options: { code: number }): unknown;
}
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

export interface World {
  signedIn: boolean;
  /** Nothing answers: no page, no request, no socket. */
  down: boolean;
  /** Answers the next posts instead of the world; null: the world does. */
  refuse: ((post: { conversation_id: number }) => Answer) | null;
  sockets: Set<Wire>;
  rows: Map<number, Conversation & { staff_last_seq: number }>;
  logs: Map<number, Logs>;
  requests: string[];
  /** Read positions that the page has told. */
  reads: { conversation_id: number; seq: number }[];
}

export const AGENTS: Agent[] = [
  ['Mina Okafor', 'admin', true],
  ['Ana Silva', 'agent', true],
  ['张伟', 'agent', true],
  ['Bo Larsen', 'agent', false],
].map(([name, role, active], index) => ({
  id: index + 1,
  name: String(name),
  email: `agent${index + 1}@example.org`,
  role: role as Agent['role'],
  avatar_url: null,
  active: active === true,
}));

const NAMES =
  '林晓雨,Ava Thompson,陈思远,Mateo García,周子涵,Priya Nair,王一鸣,Noah Fischer,Łukasz Żak,'.split(
    ',',
  );
const SAID = [
  '我的订单什么时候发货？',
  'How do I invite teammates? See https://example.org/help',
  '付款成功但没有收到邮件',
  'Can I change my delivery address?',
  '可以退货吗',
  'The app shows **error 403** after login',
  '发票可以开公司抬头吗？',
  'Perfect, thanks a lot 🙌',
  'Do you ship to Brazil?',
];

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
export const personOf = (id: number) => {
  const { name, avatar_url } = AGENTS[id - 1] as Agent;
  return { id, name, avatar_url };
};

export interface Size {
  conversations?: number;
  /** In the first conversation, which is the long one. */
  messages?: number;
  /** Of them, the visitor's last ones that nobody has read. */
  unread?: number;
  signedIn?: boolean;
}

export function createWorld({
  conversations = 120,
  messages = 140,
  unread = 2,
  signedIn = true,
}: Size = {}): World {
  const world: World = {
    signedIn,
    down: false,
    refuse: null,
    sockets: new Set(),
    rows: new Map(),
    logs: new Map(),
    requests: [],
    reads: [],
  };
  for (let id = 1; id <= conversations; id += 1)
    populate(world, id, id === 1 ? messages : 3, unread);
  return world;
}

function populate(world: World, id: number, messages: number, unread: number): void {
  const assignee = id % 3 === 0 ? null : id % 3;
  const name = NAMES[(id - 1) % NAMES.length] || null;
  const created_at = ago(id * 30 + 2000);
  const row = {
    ...{ id, inbox_id: 1, visitor_id: 100 + id, version: 1, created_at, updated_at: created_at },
    visitor: { id: 100 + id, name, email: id % 2 ? `visitor${id}@example.com` : null, created_at },
    status: id % 10 === 9 ? ('resolved' as const) : ('open' as const),
    assignee_id: assignee,
    assignee: assignee && personOf(assignee),
    ...{ last_seq: 0, staff_last_seq: 0, read_seq: 0, unread: 0 },
    ...{ last_message_at: null, last_message: null, last_message_is_agent: false },
    ...{ visitor_read_seq: 0, visitor_received_seq: 0, agent_read_seq: 0, agent_received_seq: 0 },
  };
  world.rows.set(id, row as Conversation & { staff_last_seq: number });
  world.logs.set(id, { everyone: [], staff: [], updates: [] });
  for (let n = 0; n < messages; n += 1) {
    const waits = id === 1 && n >= messages - unread;
    const staff = id === 1 && n % 11 === 5 && !waits;
    const agent = n % 3 === 1 && !waits ? (n % 2) + 1 : 0;
    const at = ago((messages - n - 1) * (id === 1 ? 7 : 1) + id * 4 - 3);
    add(world, id, { staff, agent, content: SAID[(id + n) % SAID.length] ?? '', at });
  }
  const known = world.rows.get(id) as Conversation;
  const waiting = id % 4 === 2 ? (id === 2 ? 100 : id % 7) : 0;
  known.unread = id === 1 ? Math.min(100, unread) : waiting;
  known.read_seq = Math.max(0, known.last_seq - (id === 1 ? unread : waiting));
  known.visitor_read_seq = known.last_seq - (id === 1 ? 6 : 0);
  known.visitor_received_seq = known.last_seq - (id === 1 ? 2 : 0);
}

/** The visitor's messages after this place, as the server counts them: at most 100. */
export function unreadAfter(world: World, id: number, seq: number): number {
  const log = world.logs.get(id)?.everyone ?? [];
  return Math.min(100, log.filter((one) => !one.sender_is_agent && one.seq > seq).length);
}

let lastMessage = 0;

export interface Saying {
  content: string;
  staff?: boolean;
  /** 0: the visitor. */
  agent?: number;
  at?: string;
  client_id?: string;
}

/** Puts a message into the log. `say` also tells everybody who listens. */
export function add(world: World, id: number, saying: Saying): Message {
  const { content, staff = false, agent = 0, at = new Date().toISOString() } = saying;
  const row = world.rows.get(id);
  if (row === undefined) throw new Error(`no conversation ${id}`);
  const seq = staff ? ++row.staff_last_seq : ++row.last_seq;
  const isAgent = staff || agent > 0;
  const visitor = { id: row.visitor_id, name: row.visitor.name ?? `Visitor ${row.visitor_id}` };
  const sender = isAgent
    ? { type: 'agent' as const, ...personOf(agent || 1) }
    : { type: 'visitor' as const, ...visitor, avatar_url: null };
  const message: Message = {
    id: ++lastMessage,
    ...{
      conversation_id: id,
      seq,
      client_id: saying.client_id ?? `made-by-the-world-${lastMessage}`,
    },
    ...{ sender_id: sender.id, sender_is_agent: isAgent, sender },
    ...{ content, content_type: 'text', attachments: [] },
    ...{ created_at: at, edited_at: null, deleted_at: null },
    ...(staff && { channel: 'staff' as const }),
  };
  world.logs.get(id)?.[staff ? 'staff' : 'everyone'].push(message);
  row.version += 1;
  if (!staff) {
    Object.assign(row, {
      last_message: content,
      last_message_at: at,
      last_message_is_agent: isAgent,
      unread: isAgent ? row.unread : Math.min(100, row.unread + 1),
    });
  }
  return message;
}

export function say(world: World, id: number, saying: Saying): Message {
  const message = add(world, id, saying);
  const channel = saying.staff === true ? { channel: 'staff' } : {};
  const { seq } = message;
  tell(world, { type: 'new_message', conversation_id: id, seq, ...channel, data: message });
  hint(world, id);
  return message;
}

export function tell(world: World, frame: object): void {
  for (const socket of world.sockets) socket.send(JSON.stringify(frame));
}

export function hint(world: World, id: number): void {
  const { read_seq, unread, ...conversation } = world.rows.get(id) as Conversation;
  tell(world, { type: 'inbox', data: { inbox_id: conversation.inbox_id, conversation } });
}

export function cutOff(world: World): void {
  world.down = true;
  for (const socket of world.sockets) socket.close({ code: 1011 });
  world.sockets.clear();
}
