// The shapes on the wire, spelled as protocol/openapi.yaml and protocol/frames.schema.json spell
// them. test/golden.test.ts holds them in step with protocol/examples.

export type Seq = number;
export type Channel = 'staff';
export type PrincipalType = 'visitor' | 'agent' | 'bot';
export type Status = 'open' | 'pending' | 'snoozed' | 'resolved';

export interface Sender {
  type: PrincipalType;
  id: number;
  name: string;
  avatar_url: string | null;
}

export interface Message {
  id: number;
  conversation_id: number;
  seq: Seq;
  client_id: string;
  sender_id: number;
  sender_is_agent: boolean;
  sender: Sender;
  content: string;
  content_type: string;
  attachments: unknown[];
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  /** Present on notes only: they live in the staff log. */
  channel?: Channel;
}

export interface Visitor {
  id: number;
  inbox_id?: number;
  name: string | null;
  email: string | null;
  created_at: string;
}

export interface AgentName {
  id: number;
  name: string;
  avatar_url: string | null;
}

export interface Conversation {
  id: number;
  inbox_id: number;
  visitor_id: number;
  visitor: Visitor;
  status: Status;
  assignee_id: number | null;
  assignee: AgentName | null;
  last_seq: Seq;
  staff_last_seq?: Seq;
  /** A row with a higher version is newer and wins. */
  version: number;
  created_at: string;
  updated_at: string;
  last_message_at: string | null;
  last_message: string | null;
  last_message_is_agent: boolean;
  /** How far who asks has read. */
  read_seq: Seq;
  /** Unread messages of who asks; 100 means "99+". */
  unread: number;
  visitor_read_seq: Seq;
  visitor_received_seq: Seq;
  agent_read_seq: Seq;
  agent_received_seq: Seq;
  /** On answers to writes only. */
  head_seq?: Seq;
}

export interface Agent extends AgentName {
  email?: string;
  role: 'admin' | 'agent';
  active: boolean;
}

export interface Inbox {
  id: number;
  name: string;
  allowed_origins?: string[];
}

export interface Me {
  type: PrincipalType;
  id: number;
  name: string | null;
  email?: string | null;
  role?: 'admin' | 'agent';
  avatar_url?: string | null;
  inboxes?: { id: number; name: string }[];
}

export interface Counts {
  mine: number;
  unassigned: number;
  all: number;
}

export interface List<T> {
  items: T[];
  next: string | null;
}

export interface MessagePage extends List<Message> {
  head_seq: Seq;
  epoch: string;
  /** Asked for with `updates=true`: what was changed between the messages of the page. */
  updates?: Update[];
}

/** RFC 9457, as every error answer has it. */
export interface Problem {
  title: string;
  /** The HTTP status; 0 when no answer came at all. */
  status: number;
  code: string;
  detail?: string;
  field?: string;
  /** On conversation_moved: the head, and what came in between. */
  head_seq?: Seq;
  messages?: Message[];
  [extra: string]: unknown;
}

export interface Person {
  type: PrincipalType;
  id: number;
  name?: string | null;
}

interface On<T extends string, D> {
  type: T;
  conversation_id: number;
  data: D;
}
interface Logged<T extends string, D> extends On<T, D> {
  seq: Seq;
  channel?: Channel;
}

export interface ConversationChange {
  status: Status;
  assignee_id: number | null;
  assignee_name?: string | null;
  actor: Person;
}

/** A durable change at one place of one of the conversation's two logs. */
export type EventFrame =
  | Logged<'new_message' | 'message_edited' | 'message_deleted', Message>
  | Logged<'conversation_update', ConversationChange>;

/** A conversation_update as a page of messages has it. */
export type Update = Logged<'conversation_update', ConversationChange> & { created_at: string };

export interface Heads {
  head_seq: Seq;
  staff_head_seq?: Seq;
  epoch?: string;
}

export interface ReadPosition {
  reader: Person;
  read_seq: Seq;
  received_seq: Seq;
}

export interface Typing {
  sender: Person;
  /** What is being typed; only staff is told. */
  text?: string;
  expires_in_ms: number;
}

export interface Presence {
  visitor: 'online' | 'offline';
  agents: { id: number; name: string }[];
}

export interface Limits {
  frame_bytes: number;
  /** Of one message, in bytes of UTF-8. */
  content_bytes: number;
  subscriptions: number;
  /** Staff see so much of what a visitor types; 0 or unsaid: nothing. */
  typing_text_bytes?: number;
}

export interface Ready {
  connection_id: string | number;
  server_time: string;
  epoch: string;
  ping_interval_ms: number;
  ping_timeout_ms: number;
  limits: Limits;
  me: Person;
}

export type ServerFrame =
  | EventFrame
  | { type: 'ready'; data: Ready }
  /** Without the epoch from what stands in for a server. */
  | On<'subscribed', Heads & { epoch?: string }>
  | On<'synced', Heads>
  | On<'reset', { epoch: string; head_seq: Seq; reason?: string; channel?: Channel }>
  | On<'read', ReadPosition>
  | On<'typing', Typing>
  | On<'presence', Presence>
  | { type: 'inbox_subscribed' }
  | { type: 'inbox'; data: { inbox_id: number; conversation: ConversationHint } }
  | { type: 'pong'; conversation_id?: number; data: Pong }
  | { type: 'bye'; data: { reconnect_in_ms: number; reason?: string } }
  | { type: 'error'; data: FrameError }
  | { type: 'ack'; data: { client_id: string; message: Message; head_seq: Seq; created: boolean } };

export interface Pong {
  heads?: Record<string, Seq>;
  staff_heads?: Record<string, Seq>;
}

export interface FrameError {
  code: string;
  status: number;
  detail?: string;
  field?: string;
  client_id?: string;
  conversation_id?: number;
  retry_after_ms?: number;
}

/** An inbox hint: the row without what only its reader knows. */
export type ConversationHint = Omit<Conversation, 'read_seq' | 'unread' | 'head_seq'>;

export type ClientFrame =
  | {
      type: 'subscribe';
      conversation_id: number;
      since?: Seq;
      staff_since?: Seq | undefined;
      epoch?: string | undefined;
    }
  | { type: 'unsubscribe'; conversation_id: number }
  | { type: 'subscribe_inbox' }
  | { type: 'typing'; conversation_id: number; text?: string; stopped?: boolean }
  | { type: 'read' | 'received'; conversation_id: number; seq: Seq }
  | { type: 'ping' };

/** What GET /conversations/{id}/events answers. */
export interface EventPage {
  epoch: string;
  head_seq: Seq;
  events: EventFrame[];
  reset?: boolean;
}
