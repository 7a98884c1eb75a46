// Everything of the outside world that the SDK touches. Each is a constructor option, so that the
// whole client runs from a seed in a test, and in Node.

export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The part of WebSocket that is used. */
export interface Socket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
}

/** One message that waits for its acknowledgement. */
export interface OutboxEntry {
  client_id: string;
  conversation_id: number;
  content: string;
  created_at: string;
  state: 'pending' | 'failed' | 'moved';
  note?: boolean | undefined;
  expected_head_seq?: number | undefined;
  take?: boolean | undefined;
  problem?: import('./wire.ts').Problem | undefined;
  /** Failed entries: the last seq of the log when it was refused. It is shown after that message. */
  after?: number | undefined;
}

/** Where the outbox survives a reload. Must be shared by the tabs of one principal. */
export interface OutboxStorage {
  /** Returns the readable entries. A damaged one is moved to another key and logged. */
  load(): Promise<OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(clientId: string): Promise<void>;
}

/** The part of navigator.locks that is used. */
export interface Locks {
  request(
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    held: () => Promise<void>,
  ): Promise<unknown>;
  query?(): Promise<{ held?: { name?: string }[] }>;
}

/** The part of BroadcastChannel that is used. */
export interface Broadcast {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

/** The browser's own event. */
export type WakeCause = 'visibilitychange' | 'pageshow' | 'online' | 'offline';

export interface Environment {
  now(): number;
  /** 0 ≤ x < 1. */
  random(): number;
  timers: Timers;
  fetch: typeof globalThis.fetch;
  createSocket(url: string, protocols: string[]): Socket;
  storage: OutboxStorage;
  /** For tabs that share. null: every tab for itself. Default: the browser's. */
  locks?: Locks | null;
  createBroadcast?: ((name: string) => Broadcast) | null;
  /** Calls back when the page is seen again or the network comes or goes; returns how to stop. */
  onWake(wake: (cause: WakeCause) => void): () => void;
}
