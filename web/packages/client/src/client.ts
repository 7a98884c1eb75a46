// createClient: wires tabs, connection, outbox and the open conversations together.

import { here } from './browser.ts';
import { type Connection, createConnection } from './connection.ts';
import { createConversation, type OpenConversation } from './conversation.ts';
import { createIds } from './ids.ts';
import { createOutbox } from './outbox.ts';
import { createRequest } from './request.ts';
import { createStore } from './store.ts';
import type { Tabs, TabsOptions } from './tabs.ts';
import type { Client, ClientOptions, ConnectionState } from './types.ts';
import type { ServerFrame } from './wire.ts';

/** Every tab for itself. */
const alone = (client: TabsOptions): Tabs => ({
  ...client,
  start: () => client.lead(true),
  tell() {},
  close() {},
});

export const createClient = (options: ClientOptions): Client => {
  const { principal, token, log: given } = options;
  const baseUrl = options.baseUrl ?? globalThis.location?.origin ?? '';
  const scope = `${baseUrl} ${principal}`;
  const env = here(scope, options);
  const log = (line: string, detail: unknown = '') => {
    if (given) given(line, detail);
    else if (given !== false) console.debug(`[walkie] ${line}`, detail);
  };
  const credential = {
    baseUrl: baseUrl.replace(/\/$/, ''),
    token: () => (typeof token === 'function' ? token() : (token ?? null)),
  };
  const request = createRequest(env, credential, log);
  const ids = createIds(env.now, env.random);
  const conversations = new Map<number, { open: OpenConversation; handles: number }>();
  const listeners = new Set<Parameters<Client['listen']>>();
  let state: ConnectionState = { state: 'idle' };
  let session: number | string = '';
  let connection: Connection | undefined;

  const each = (act: (open: OpenConversation) => void) => {
    for (const { open } of conversations.values()) act(open);
  };
  const touch = () => each((open) => open.touch());

  const outbox = createOutbox({
    ...env,
    ids,
    request,
    tell: (...news) => tabs.tell(...news),
    onSettled: (message, head) =>
      conversations.get(message.conversation_id)?.open.settle(message, head),
    onNotStored: (error) => log('outbox not stored', error),
    onNoAnswer: () => connection?.probe(),
    changed: touch,
  });

  const store = createStore(() => state);

  const onFrame = (frame: ServerFrame) => {
    log(`← ${frame.type}`, frame);
    // What names no conversation at its top concerns any of them.
    if (!('conversation_id' in frame)) each((open) => open.frame(frame));
    else conversations.get(Number(frame.conversation_id))?.open.frame(frame);
    for (const [hear] of listeners) hear(frame);
  };

  const tabs = (options.tabs ?? alone)({
    env,
    name: `walkie ${scope}`,
    up: (frame) => connection?.send(frame),
    down: onFrame,
    state(next, nextSession) {
      const opened = next.state === 'open' && nextSession !== session;
      state = next;
      session = nextSession;
      store.touch();
      touch();
      if (!opened) return;
      each((open) => open.resync());
      for (const [, onOpen] of listeners) onOpen();
      outbox.hurry();
    },
    outbox,
    wake(cause) {
      connection?.wake(cause);
      if (cause !== 'offline') outbox.hurry();
    },
    lead(leading) {
      log(leading ? 'this tab leads' : 'another tab leads');
      void outbox.lead(leading);
      connection?.stop();
      connection = leading
        ? createConnection({
            env,
            settings: options,
            credential,
            request,
            log,
            onFrame: tabs.down,
            onState: tabs.state,
          })
        : undefined;
    },
  });

  const forgetWake = env.onWake((cause) => tabs.wake(cause));
  // Bubbles of before the reload show in every tab, whoever sends them.
  void outbox.read();
  tabs.start();

  return {
    connection: store,
    request,
    conversation(id) {
      let known = conversations.get(id);
      if (!known) {
        const open = createConversation({
          id,
          env,
          settings: options,
          request,
          principal,
          outbox,
          connection: () => state,
          nextId: ids.next,
          send: (frame) => tabs.up(frame),
        });
        known = { open, handles: 0 };
        conversations.set(id, known);
        open.start();
      }
      const mine = known;
      mine.handles++;
      let open = true;
      return {
        ...mine.open.handle,
        close() {
          if (open && !--mine.handles && conversations.delete(id)) mine.open.close();
          open = false;
        },
      };
    },
    queued: () => [...new Set(outbox.of().map((entry) => entry.conversation_id))],
    listen(...listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    send: (frame) => tabs.up(frame),
    probe: () => connection?.probe(),
    close() {
      forgetWake();
      each((open) => open.close());
      conversations.clear();
      outbox.close();
      connection?.stop();
      tabs.close();
    },
  };
};
