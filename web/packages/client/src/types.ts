// The public surface: what a page sees of a conversation, its messages and the connection.

import type { Environment, OutboxStorage, Timers } from './environment.ts';
import type { Http, HttpOptions } from './http.ts';
import type { PartOptions, ReceiptsPart, StaffOptions, StaffPart, TypingPart } from './parts.ts';
import type { Request } from './request.ts';
import type { Rows } from './rows.ts';
import type { Tabs, TabsOptions } from './tabs.ts';
import type {
  Actor,
  ClientFrame,
  Conversation,
  ConversationChange,
  ConversationCounts,
  Limits,
  Message,
  Presence,
  Problem,
  Seq,
  ServerFrame,
  Status,
  Typing,
} from './wire.ts';

/** Snapshots are stable: the same object until something changed. Fits useSyncExternalStore. */
export interface Store<T> {
  getSnapshot(): T;
  /** Calls back after every change; returns how to stop. */
  subscribe(onChange: () => void): () => void;
}

export type TransportName = 'websocket' | 'sse' | 'poll';

export type ConnectionState =
  | { state: 'idle' }
  | { state: 'connecting'; transport: TransportName; attempt: number }
  /** `limits` as the server last named them. */
  | {
      state: 'open';
      transport: TransportName;
      me: Actor | null;
      limits?: Limits | undefined;
      /** Of the server's database (L4); over HTTP nobody says it. */
      epoch?: string | undefined;
    }
  /** Between two attempts; `retry_at` in the clock's milliseconds. */
  | { state: 'waiting'; attempt: number; retry_at: number; reason: string }
  /** Will not come back by itself: a close code that says stay away, or 401. */
  | { state: 'stopped'; code: number; reason: string };

/**
 * What a page may say about a conversation. `since`: when it became so, in the clock's ms; `queued`:
 * how many messages go out by themselves.
 */
export type Health =
  | { state: 'connecting'; queued: number; since: number }
  | { state: 'in_sync'; transport: TransportName; queued: number; since: number }
  | { state: 'behind'; count: number; transport: TransportName; queued: number; since: number }
  /** `foreign`: something answers in the server's place, such as a network that wants a sign-in. */
  | { state: 'offline'; foreign?: boolean; queued: number; since: number }
  | { state: 'stopped'; code: number; reason: string; queued: number; since: number };

/** An answer that is no for now: what for, and when it is asked again (the clock's ms). */
export interface Refusal {
  problem: Problem;
  retry_at: number;
}

interface Bubble {
  /** Stable from pending to seen: a list key. */
  key: string;
  content: string;
  note: boolean;
  created_at: string;
}

/** A message that this side wrote and the server has not acknowledged. */
export type OutgoingMessage = Bubble & { client_id: string; mine: true } & (
    | { state: 'pending' }
    /** Refused for good; the text stays until retry() or discard(). `after`: its log's last seq then. */
    | { state: 'failed'; problem: Problem; after?: Seq | undefined }
    /** Somebody else answered first (S5): `problem.messages`. retry() or discard(). */
    | { state: 'moved'; problem: Problem }
  );

/** A message of the log. Own ones go sent → delivered → seen; others' are received. */
export interface LoggedMessage extends Bubble {
  state: 'sent' | 'delivered' | 'seen' | 'received';
  mine: boolean;
  message: Message;
}

export type MessageView = OutgoingMessage | LoggedMessage;

/** A conversation_update: of the pages that are loaded, and what arrived since. */
export interface Activity {
  key: string;
  seq: Seq;
  at: number;
  change: ConversationChange;
}

export interface ConversationSnapshot {
  id: number;
  /** In the order of the log; what waits is last, what failed stands where it was refused. */
  messages: readonly MessageView[];
  activity: readonly Activity[];
  /** The row as last heard; null until loaded. */
  conversation: Conversation | null;
  /** True until the first page is there. */
  loading: boolean;
  loadingOlder: boolean;
  hasOlder: boolean;
  /** `failed`: call loadOlder() again; a link that opens makes it `more`. */
  older: 'none' | 'more' | 'loading' | 'failed';
  /** What comes after a window that `around` opened: as `older`, with loadNewer(). */
  newer: 'none' | 'more' | 'loading' | 'failed';
  /** Why the first page could not be loaded (404, 401 …); cleared by the next success. */
  problem: Problem | null;
  /** The server refuses for now what this side sends or asks for; the text is kept. */
  refusal: Refusal | null;
  typing: readonly Typing[];
  presence: Presence | null;
  health: Health;
  /** How far this side has read, the other side has read, the other side has received. */
  read: { mine: Seq; theirs: Seq; their_received: Seq };
  /** The highest public seq this side has, and the highest that it knows to exist. */
  last_seq: Seq;
  head_seq: Seq;
  /** How long a message may be, in bytes of UTF-8: as the server says, else its default. */
  content_bytes: number;
  /** So much of what a visitor is typing is shown to staff; 0: nothing. Tell the visitor. */
  typing_text_bytes: number;
}

export interface SendOptions {
  /** A private note, for staff only. */
  note?: boolean;
  /** Refuse if another agent's message came after what is on the screen (S5). */
  expectHead?: boolean;
  /** An answer to a conversation that nobody has assigns it to who answers. */
  take?: boolean;
}

export interface ConversationHandle extends Store<ConversationSnapshot> {
  readonly id: number;
  /** Queues a message and returns its client_id; the bubble is in the snapshot when it returns. */
  send(content: string, options?: SendOptions): string;
  /** Sends again what was refused; what has `moved` goes without the guard: anyway. */
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Never rejects: the snapshot's `older` says how it went. */
  loadOlder(): Promise<void>;
  /**
   * Shows what is around this seq, as soon as it is loaded: `messages` is then a window with `older` and
   * `newer` ends. Without a seq, and with send(): the newest again. False: it could not be loaded.
   */
  around(seq?: Seq): Promise<boolean>;
  /** Never rejects: the snapshot's `newer` says how it went. */
  loadNewer(): Promise<void>;
  /** Call on every input; frames leave at most every 3 s. Text is shown to staff only. */
  setTyping(text?: string): void;
  markRead(seq?: Seq): void;
  /** Loads again what failed to load. */
  reload(): void;
  /** The last close of a conversation unsubscribes. */
  close(): void;
}

export interface ClientOptions extends Partial<Omit<Environment, 'storage'>> {
  /** The server's origin; by default the page's. */
  baseUrl?: string;
  /** Who writes, e.g. `visitor:7` or `agent:2`. Tabs of one principal share connection and outbox. */
  principal: string;
  /** A visitor's token or an API key. Without it the session cookie counts. */
  token?: string | (() => string | null);
  /** Called when the credential expired (close code 4004) before the next attempt. */
  refresh?: () => Promise<unknown>;
  /** A fixed delay between attempts in ms, as the original had (3000). Default: full jitter (H4b). */
  reconnectDelay?: number;
  /** `httpFallback`: SSE or long-poll where the WebSocket does not get through. Default: neither. */
  http?: (options: HttpOptions) => Http;
  /** With `http`: WebSocket failures in a row before HTTP takes over. Default 5. */
  maxAttempts?: number;
  /** With `http`: transports in the order they may be used. Default: all three. */
  transports?: readonly TransportName[];
  /** `showTyping`: who is typing and who is here. Default: neither is heard or told. */
  typing?: (options: PartOptions) => TypingPart;
  /** `showReceipts`: delivered and seen, `markRead`, the row. Default: own messages stay `sent`. */
  receipts?: (options: PartOptions) => ReceiptsPart;
  /** `showNotes`, for staff: private notes and what was changed. Default: everyone's messages only. */
  staff?: (options: StaffOptions) => StaffPart;
  /** Where the outbox is kept, e.g. `indexedStorage`. Default: localStorage, else memory. */
  storage?: (
    scope: string,
    timers: Timers,
    log: (line: string, detail?: unknown) => void,
  ) => OutboxStorage;
  /** `shareTabs`: the tabs of one principal share one connection. Default: each has its own. */
  tabs?: (options: TabsOptions) => Tabs;
  /** Where the log of connection and delivery goes. Default console.debug; false for silence. */
  log?: false | ((line: string, detail?: unknown) => void);
}

export interface Client {
  readonly connection: Store<ConnectionState>;
  /** REST with this client's credential; `createApi(client.request)` names the routes. */
  readonly request: Request;
  /** The rows of the conversations that somebody shows: each once, as last heard. */
  readonly rows: Rows;
  /** Opens a conversation, or one more handle to it. */
  conversation(id: number): ConversationHandle;
  /** Conversations that still have something in the outbox (after a reload, say). */
  queued(): readonly number[];
  /** For what is built upon a client: every frame, and every link that opened. Returns how to stop. */
  listen(onFrame: (frame: ServerFrame) => void, onOpen: () => void): () => void;
  /** Sends a frame if the connection is open; lost otherwise. */
  send(frame: ClientFrame): void;
  /** Checks now whether the connection is alive, e.g. before something important. */
  probe(): void;
  /** Ends everything: closes the connection, gives up leadership. The outbox stays stored. */
  close(): void;
}

export interface InboxFilter {
  status?: Status | 'all';
  assignee?: 'me' | 'none' | number;
  inbox?: number;
}

export interface InboxSnapshot {
  filter: InboxFilter;
  rows: readonly Conversation[];
  counts: ConversationCounts | null;
  loading: boolean;
  hasMore: boolean;
  problem: Problem | null;
}

/** The agents' list: fetched, kept fresh by hints, refetched after a reconnect; newer rows win. */
export interface InboxStore extends Store<InboxSnapshot> {
  setFilter(filter: InboxFilter): void;
  loadMore(): Promise<void>;
  refresh(): Promise<void>;
  close(): void;
}
