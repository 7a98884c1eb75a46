// createClient: wires tabs, connection, outbox and the open conversations together.

import { createApi } from './api.ts';
import { here } from './browser.ts';
import { type Connection, createConnection } from './connection.ts';
import { createConversation, type OpenConversation } from './conversation.ts';
import { createIds } from './ids.ts';
import { createOutbox } from './outbox.ts';
import { createRequest } from './request.ts';
import { createStore } from './store.ts';
import { createTabs } from './tabs.ts';
import type { Client, ClientOptions, ConnectionState } from './types.ts';
import type { ClientFrame, ConversationHint, Person, PrincipalType, ServerFrame } from './wire.ts';

/** Without a WebSocket there are no hints: the list is fetched again this often. */
const RELIST_MS = 10_000;

export const createClient = (options: ClientOptions): Client => {
  const { principal, token, log: given } = options;
  const [type = '', number] = principal.split(':');
  const me: Person = { type: type as PrincipalType, id: Number(number) };
  const baseUrl = options.baseUrl ?? globalThis.location?.origin ?? '';
  const scope = `${baseUrl} ${principal}`;
  const env = here(scope, options);
  const { timers } = env;
  const log = (line: string, detail: unknown = '') => {
    if (given) given(line, detail);
    else if (given !== false) console.debug(`[walkie] ${line}`, detail);
  };
  const credential = {
    baseUrl: baseUrl.replace(/\/$/, ''),
    token: () => (typeof token === 'function' ? token() : (token ?? null)),
  };
  const api = createApi(createRequest(env, credential));
  const ids = createIds(env.now, env.random);
  const conversations = new Map<number, { open: OpenConversation; handles: number }>();
  const inboxes = new Set<{ hint(row: ConversationHint): void; resync(): void }>();
  const wants = new Map<number, Set<string>>();
  let state: ConnectionState = { state: 'idle' };
  let session = '';
  let connection: Connection | undefined;
  let relist: unknown;

  const all = () => [...conversations.values()].map(({ open }) => open);
  const touch = () => {
    for (const open of all()) open.touch();
  };

  const outbox = createOutbox({
    ...env,
    ids,
    request: api.request,
    log,
    tell: (news) => tabs.tell(news),
    onSettled: (message, head) =>
      conversations.get(message.conversation_id)?.open.settle(message, head),
    onNoAnswer: () => connection?.probe(),
    changed: touch,
  });

  const store = createStore(() => state);

  const resyncInbox = () => {
    if (!inboxes.size) return;
    tabs.up({ type: 'subscribe_inbox' });
    for (const inbox of inboxes) inbox.resync();
  };
  const poll = () => {
    timers.clearTimeout(relist);
    if (state.state !== 'open' || state.transport === 'websocket') return;
    relist = timers.setTimeout(() => {
      resyncInbox();
      poll();
    }, RELIST_MS);
  };

  const onFrame = (frame: ServerFrame) => {
    const { conversation_id: id } = { ...frame } as { conversation_id?: number };
    if (frame.type === 'inbox') {
      const { conversation } = frame.data;
      conversations.get(conversation.id)?.open.learn(conversation);
      for (const { hint } of inboxes) hint(conversation);
    } else if (id !== undefined) conversations.get(id)?.open.frame(frame);
    else if (frame.type === 'pong') for (const open of all()) open.frame(frame);
    else if (frame.type === 'error') {
      log('error', frame.data);
      conversations.get(frame.data.conversation_id ?? 0)?.open.frame(frame);
    }
  };

  const onState = (next: ConnectionState, nextSession: string) => {
    const opened = next.state === 'open' && nextSession !== session;
    state = next;
    session = nextSession;
    store.touch();
    touch();
    poll();
    if (!opened) return;
    for (const open of all()) open.resync();
    resyncInbox();
    outbox.hurry();
  };

  /** Leading: several tabs may want one conversation; the last to leave unsubscribes. */
  const onUp = (frame: ClientFrame, from: string) => {
    if (frame.type === 'subscribe') {
      const tabsOf = wants.get(frame.conversation_id) ?? new Set();
      wants.set(frame.conversation_id, tabsOf.add(from));
    } else if (frame.type === 'unsubscribe') {
      const tabsOf = wants.get(frame.conversation_id);
      tabsOf?.delete(from);
      if (tabsOf?.size) return;
      wants.delete(frame.conversation_id);
    }
    connection?.send(frame);
  };

  const tabs = createTabs({
    env,
    name: `walkie ${scope}`,
    onUp,
    onDown: onFrame,
    onState,
    onNews: (news) => outbox.hear(news),
    onRepeat: () => outbox.repeat(),
    onWake(cause) {
      connection?.wake(cause);
      if (cause !== 'offline') outbox.hurry();
    },
    onLead(leading) {
      log(leading ? 'this tab leads' : 'another tab leads');
      void outbox.lead(leading);
      connection?.stop();
      connection = undefined;
      if (!leading) return;
      connection = createConnection({
        env,
        settings: options,
        credential,
        api,
        log,
        onFrame: (frame) => tabs.down(frame),
        onState(next, count) {
          wants.clear();
          tabs.state(next, count);
        },
      });
      connection.start();
    },
  });

  const forgetWake = env.onWake((cause) => tabs.wake(cause));
  // Bubbles of before the reload show in every tab, whoever sends them.
  void outbox.read();
  tabs.start();

  const close = (id: number) => {
    const known = conversations.get(id);
    if (!known || --known.handles) return;
    conversations.delete(id);
    known.open.close();
  };

  return {
    connection: store,
    api,
    conversation(id) {
      let known = conversations.get(id);
      if (!known) {
        const open = createConversation({
          id,
          env,
          api,
          me,
          outbox,
          connection: () => state,
          stuck: outbox.stuck,
          nextId: ids.next,
          send: (frame) => tabs.up(frame),
          log,
        });
        known = { open, handles: 0 };
        conversations.set(id, known);
        open.start();
      }
      known.handles++;
      let open = true;
      return {
        ...known.open.handle,
        close() {
          if (open) close(id);
          open = false;
        },
      };
    },
    queued: () => [...new Set(outbox.of().map((entry) => entry.conversation_id))],
    onInbox(hint, resync) {
      const inbox = { hint, resync };
      inboxes.add(inbox);
      if (state.state === 'open') tabs.up({ type: 'subscribe_inbox' });
      return () => {
        inboxes.delete(inbox);
      };
    },
    probe: () => connection?.probe(),
    close() {
      forgetWake();
      timers.clearTimeout(relist);
      for (const { open } of conversations.values()) open.close();
      conversations.clear();
      outbox.close();
      connection?.stop();
      tabs.close();
    },
  };
};
