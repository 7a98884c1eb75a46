// A small world behind the inbox: enough of a server's state to draw every screen.
import type { Agent, Conversation, Message, ServerFrame } from '@walkie/client';
import {
  agentOf,
  FakeServer,
  frameOf,
  hintOf,
  newConversationOf,
  type StaffConversation,
} from '@walkie/testing';

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
  chat: FakeServer;
  rows: Map<number, StaffConversation>;
  /** The messages of each conversation's two logs, as they are now. */
  logs: Map<number, { readonly everyone: Message[]; readonly staff: Message[] }>;
  requests: string[];
  /** Read positions that the page has told. */
  reads: { conversation_id: number; seq: number }[];
}

export const AGENTS: Agent[] = [
  ['Mina Okafor', 'admin', true],
  ['Ana Silva', 'agent', true],
  ['张伟', 'agent', true],
  ['Bo Larsen', 'agent', false],
].map(([name, role, active], index) =>
  agentOf({
    id: index + 1,
    name: String(name),
    email: `agent${index + 1}@example.org`,
    role: role as Agent['role'],
    active: active === true,
  }),
);

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
  const chat = new FakeServer();
  const world: World = {
    signedIn,
    down: false,
    refuse: null,
    sockets: new Set(),
    chat,
    rows: chat.rows,
    logs: new Map(),
    requests: [],
    reads: [],
  };
  chat.publish = (event) => tell(world, event);
  for (let id = 1; id <= conversations; id += 1)
    populate(world, id, id === 1 ? messages : 3, unread);
  return world;
}

function populate(world: World, id: number, messages: number, unread: number): void {
  const assignee = id % 3 === 0 ? null : id % 3;
  const name = NAMES[(id - 1) % NAMES.length] || null;
  const created_at = ago(id * 30 + 2000);
  const row = newConversationOf({
    ...{ id, visitor_id: 100 + id, created_at, updated_at: created_at },
    visitor: { id: 100 + id, name, email: id % 2 ? `visitor${id}@example.com` : null, created_at },
    status: id % 10 === 9 ? 'resolved' : 'open',
    assignee_id: assignee,
    assignee: assignee === null ? null : personOf(assignee),
  });
  world.rows.set(id, row);
  world.logs.set(id, {
    get everyone() {
      return world.chat.messages(id);
    },
    get staff() {
      return world.chat.messages(id, true);
    },
  });
  for (let n = 0; n < messages; n += 1) {
    const waits = id === 1 && n >= messages - unread;
    const staff = id === 1 && n % 11 === 5 && !waits;
    const agent = n % 3 === 1 && !waits ? (n % 2) + 1 : 0;
    const at = ago((messages - n - 1) * (id === 1 ? 7 : 1) + id * 4 - 3);
    add(world, id, { staff, agent, content: SAID[(id + n) % SAID.length] ?? '', at });
  }
  const waiting = id % 4 === 2 ? (id === 2 ? 100 : id % 7) : 0;
  row.unread = id === 1 ? Math.min(100, unread) : waiting;
  row.read_seq = Math.max(0, row.last_seq - (id === 1 ? unread : waiting));
  row.visitor_read_seq = row.last_seq - (id === 1 ? 6 : 0);
  row.visitor_received_seq = row.last_seq - (id === 1 ? 2 : 0);
}

/** The visitor's messages after this place, as the server counts them: at most 100. */
export function unreadAfter(world: World, id: number, seq: number): number {
  const log = world.chat.messages(id);
  return Math.min(100, log.filter((one) => !one.sender_is_agent && one.seq > seq).length);
}

export interface Saying {
  content: string;
  staff?: boolean;
  /** 0: the visitor. */
  agent?: number;
  at?: string;
  client_id?: string;
}

/** Posts a message. `say` also sends the hint for the list. */
export function add(world: World, id: number, saying: Saying): Message {
  const { staff = false, agent: by = 0, at, ...said } = saying;
  const agent = by || (staff ? 1 : 0);
  const row = world.rows.get(id);
  if (row === undefined) throw new Error(`no conversation ${id}`);
  const visitor = { id: row.visitor_id, name: row.visitor.name ?? `Visitor ${row.visitor_id}` };
  const sender = agent
    ? { type: 'agent' as const, ...personOf(agent) }
    : { type: 'visitor' as const, ...visitor };
  const created_at = at ?? new Date().toISOString();
  return world.chat.post({ conversation_id: id, sender, note: staff, created_at, ...said }).message;
}

export function say(world: World, id: number, saying: Saying): Message {
  const message = add(world, id, saying);
  hint(world, id);
  return message;
}

export function tell(world: World, frame: ServerFrame): void {
  for (const socket of world.sockets) socket.send(JSON.stringify(frame));
}

export function hint(world: World, id: number): void {
  const row = world.rows.get(id) as Conversation;
  tell(world, frameOf('inbox', { inbox_id: row.inbox_id, conversation: hintOf(row) }));
}

export function cutOff(world: World): void {
  world.down = true;
  for (const socket of world.sockets) socket.close({ code: 1011 });
  world.sockets.clear();
}
