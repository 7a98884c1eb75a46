// The visitor's session: who they are, their one conversation, and what they wrote before either
// existed. Nothing is created on the server until there is something to say.
import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type Client,
  type ClientOptions,
  type ConversationHandle,
  type ConversationSnapshot,
  createClient,
  createRequest,
} from '@walkie/client';
import { httpFallback } from '@walkie/client/http';
import { showReceipts } from '@walkie/client/receipts';
import { createApi } from '@walkie/client/rest';
import { indexedStorage } from '@walkie/client/storage';
import { shareTabs } from '@walkie/client/tabs';
import { showTyping } from '@walkie/client/typing';
import { createFirstQueue, type Refusal } from './first_queue.ts';
import { createIdentity, type IdentityOptions, isUnknown } from './identity.ts';
import type { FirstMessage, KeptVisitor } from './kept.ts';

export type SessionState =
  /** Finding out whether this browser has been here. */
  | 'looking'
  /** Nobody yet: the greeting. */
  | 'new'
  | 'talking'
  /** The server no longer knows this visitor. */
  | 'signed_out';

export interface SessionOptions extends Omit<IdentityOptions, 'api'> {
  client?: Partial<ClientOptions>;
}

export interface Session {
  state: ReadonlySignal<SessionState>;
  snapshot: ReadonlySignal<ConversationSnapshot | null>;
  first: ReadonlySignal<readonly FirstMessage[]>;
  reached: ReadonlySignal<boolean>;
  /** Something else answers in the server's place. */
  foreign: ReadonlySignal<boolean>;
  /** The server said no for now to what was written before there was a conversation. */
  refusal: ReadonlySignal<Refusal | null>;
  send(text: string): void;
  retry(key: string): void;
  /** Takes back what was not sent. */
  discard(key: string): void;
  loadOlder(): void;
  typing(text: string): void;
  /** Everything up to this place in the log has been read. */
  read(seq: number): void;
  /** Makes this browser a stranger. The conversation itself stays with the team. */
  forget(): Promise<void>;
  close(): void;
}

const look_again_ms = 5000;
/** Close codes and statuses after which this visitor is nobody here; others are mere trouble. */
const gone = [401, 404, 4500, 4501, 4502, 4506];

const browser = {
  fetch: ((...request) => fetch(...request)) as typeof fetch,
  timers: {
    setTimeout: (callback: () => void, ms: number): unknown => setTimeout(callback, ms),
    clearTimeout: (timer: unknown) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  },
};

export function createSession(options: SessionOptions): Session {
  const { inbox, kept } = options;
  const state = signal<SessionState>('looking');
  const snapshot = signal<ConversationSnapshot | null>(null);
  let client: Client | null = null;
  let handle: ConversationHandle | null = null;
  let stop = () => {};
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const identity = createIdentity({ ...options, api: () => api });
  const api = createApi(
    createRequest(
      { ...browser, ...options.client },
      {
        baseUrl: options.client?.baseUrl ?? '',
        token: identity.token,
      },
    ),
  );

  const leave = () => {
    stop();
    stop = () => {};
    client?.close();
    client = handle = null;
    snapshot.value = null;
  };

  /** Text that the outbox still holds, taken out of it. */
  const takeUnsent = (): FirstMessage[] => {
    const unsent: FirstMessage[] = [];
    for (const view of snapshot.value?.messages ?? []) {
      if ('message' in view) continue;
      const { client_id, content, created_at } = view;
      unsent.push({ client_id, content, at: Date.parse(created_at), failed: true });
      handle?.discard(client_id);
    }
    return unsent;
  };

  const signedOut = () => {
    queue.adopt(takeUnsent());
    leave();
    identity.keep(null);
    state.value = 'signed_out';
  };

  const talk = (visitor: KeptVisitor, conversation_id: number) => {
    if (ended || handle?.id === conversation_id) return;
    leave();
    identity.keep({ ...visitor, conversation_id });
    client = createClient({
      http: httpFallback,
      receipts: showReceipts,
      storage: indexedStorage,
      tabs: shareTabs,
      typing: showTyping,
      ...options.client,
      principal: `visitor:${visitor.visitor_id}`,
      token: () => identity.token(),
    });
    const opened = client.conversation(conversation_id);
    const take = () => {
      const now = opened.getSnapshot();
      snapshot.value = now;
      const { health, problem } = now;
      const code = health.state === 'stopped' ? health.code : (problem?.status ?? 0);
      if (gone.includes(code) && handle === opened) signedOut();
    };
    const unsubscribe = opened.subscribe(take);
    stop = () => {
      unsubscribe();
      opened.close();
    };
    handle = opened;
    state.value = 'talking';
    take();
  };

  /** The visitor's newest conversation in this inbox, if there is one. */
  const findConversation = async () => {
    const { items } = await api.conversations({ inbox });
    return items.find((item) => item.inbox_id === inbox)?.id ?? null;
  };

  const queue = createFirstQueue({
    kept,
    async open() {
      // Another tab may have been first.
      const visitor = identity.reload() ?? (await identity.become());
      const conversation_id =
        visitor.conversation_id ??
        (await findConversation()) ??
        (await api.createConversation({ inbox_id: inbox })).id;
      identity.keep({ ...visitor, conversation_id });
      return conversation_id;
    },
    post: ({ client_id, content }, conversation_id) =>
      api.postMessage({ conversation_id, client_id, content }),
    onOpened(conversation_id) {
      const visitor = identity.current();
      if (visitor) talk(visitor, conversation_id);
    },
    onTrouble(error) {
      // The visitor that was kept is gone; the text is not: it goes out as somebody new.
      if (isUnknown(error)) identity.keep(null);
    },
  });

  const start = async () => {
    clearTimeout(timer);
    try {
      const visitor = await identity.find();
      const found = visitor ? (visitor.conversation_id ?? (await findConversation())) : null;
      if (ended) return;
      if (visitor && found) talk(visitor, found);
      else if (!handle) state.value = 'new';
    } catch (error) {
      if (ended) return;
      if (isUnknown(error)) identity.keep(null);
      else timer = setTimeout(() => void start(), look_again_ms);
      if (!handle) state.value = 'new';
    }
    void queue.flush();
  };

  const online = () => (handle ? void queue.flush() : void start());
  const elsewhere = ({ key }: StorageEvent) => {
    if (key !== kept.visitorKey) return;
    // Another tab became somebody, or was forgotten.
    const now = identity.reload();
    if (now?.conversation_id) {
      talk(now, now.conversation_id);
    } else if (!now && handle) {
      leave();
      state.value = 'new';
    }
  };
  addEventListener('online', online);
  addEventListener('storage', elsewhere);
  void start();

  return {
    state,
    snapshot,
    first: queue.messages,
    reached: queue.reached,
    foreign: queue.foreign,
    refusal: queue.refusal,
    send(text) {
      // Behind what is still on its way, so that the order is the order of writing.
      if (handle && !queue.messages.value.some((message) => !message.failed)) handle.send(text);
      else queue.add(text);
    },
    retry(key) {
      if (queue.messages.value.some((message) => message.client_id === key)) queue.retry(key);
      else handle?.retry(key);
    },
    discard(key) {
      if (queue.messages.value.some((message) => message.client_id === key)) queue.discard(key);
      else handle?.discard(key);
    },
    loadOlder: () => void handle?.loadOlder(),
    typing: (text) => handle?.setTyping(text),
    read: (seq) => handle?.markRead(seq),
    async forget() {
      takeUnsent();
      queue.clear();
      // Best effort: offline, this device forgets all the same.
      if (identity.token()) await api.signOut().catch(() => {});
      leave();
      identity.keep(null);
      kept.keepDraft('');
      state.value = 'new';
    },
    close() {
      ended = true;
      clearTimeout(timer);
      removeEventListener('online', online);
      removeEventListener('storage', elsewhere);
      queue.close();
      leave();
    },
  };
}
