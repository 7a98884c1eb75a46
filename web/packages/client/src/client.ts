// createClient: wires tabs, connection, outbox and the open conversations together.

import { here } from './browser.ts';
import { type Connection, createConnection } from './connection.ts';
import { createConversation, type OpenConversation } from './conversation.ts';
import { createOutbox } from './outbox.ts';
import { asApiError, createRequest, isForeign, type Request } from './request.ts';
import { createRows } from './rows.ts';
import { createStore } from './store.ts';
import type { Tabs, TabsOptions } from './tabs.ts';
import type { Client, ClientOptions, ConnectionState } from './types.ts';
import type { ClientFrame, ServerFrame } from './wire.ts';

/** The server's default, until it names its limits. */
const CONTENT_BYTES = 16_384;

/** Every tab for itself. */
const alone = (client: TabsOptions): Tabs => ({
  ...client,
  start: () => client.lead(true),
  tell() {},
  close() {},
});

export const createClient = (options: ClientOptions): Client => {
  const { principal, token, log: given = console.debug } = options;
  const baseUrl = options.baseUrl ?? globalThis.location?.origin ?? '';
  const scope = `${baseUrl} ${principal}`;
  const log = (line: string, detail: unknown = '') => {
    if (given) given(`[walkie] ${line}`, detail);
  };
  const env = here(scope, options, log);
  const credential = {
    baseUrl: baseUrl.replace(/\/$/, ''),
    token: () => (typeof token === 'function' ? token() : token),
  };
  const ask = createRequest(env, credential, log);
  let foreign = false;
  const request: Request = async (...asked) => {
    try {
      const answer = await ask<never>(...asked);
      foreign = false;
      return answer;
    } catch (error) {
      const { status } = asApiError(error).problem;
      if (status || isForeign(error)) foreign = !status;
      throw error;
    }
  };
  const conversations = new Map<number, { open: OpenConversation; handles: number }>();
  const listeners = new Set<Parameters<Client['listen']>>();
  let state: ConnectionState = { state: 'idle' };
  const rows = createRows(principal);
  let contentBytes = CONTENT_BYTES;
  let typingTextBytes = 0;
  let epoch: string | undefined;
  let session: number | string = '';
  let connection: Connection | undefined;

  const each = (act: (open: OpenConversation) => void) => {
    for (const { open } of conversations.values()) act(open);
  };
  const touch = () => each((open) => open.handle.touch());

  const outbox = createOutbox({
    ...env,
    request,
    tell: (...news) => tabs.tell(...news),
    onSettled: (message, head) =>
      conversations.get(message.conversation_id)?.open.settle(message, head),
    lastSeq: ({ conversation_id, note }) =>
      conversations.get(conversation_id)?.open.lastSeq(!!note),
    log,
    onNoAnswer: () => connection?.probe(),
    changed: touch,
  });

  const store = createStore(() => state);
  rows.listen((id) => conversations.get(id)?.open.handle.touch());
  const shared = { env, settings: options, request };
  const send = (frame: ClientFrame) => tabs.up(frame);

  const onFrame = (frame: ServerFrame) => {
    log(`← ${frame.type}`, frame);
    rows.hear(frame);
    // What names no conversation at its top concerns any of them.
    if (!('conversation_id' in frame)) each((open) => open.frame(frame));
    else conversations.get(frame.conversation_id as number)?.open.frame(frame);
    for (const [hear] of listeners) hear(frame);
  };

  const tabs = (options.tabs ?? alone)({
    env,
    name: scope,
    up: (frame) => connection?.send(frame),
    down: onFrame,
    state(next, nextSession) {
      const opened = next.state === 'open' && nextSession !== session;
      state = next;
      if (next.state === 'open' && next.limits) {
        contentBytes = next.limits.content_bytes;
        typingTextBytes = next.limits.typing_text_bytes ?? 0;
      }
      if (next.state === 'open' && next.epoch) {
        if (epoch && epoch !== next.epoch) rows.forget();
        epoch = next.epoch;
      }
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
      outbox.lead(leading);
      connection?.stop();
      connection = leading
        ? createConnection({
            ...shared,
            credential,
            log,
            onFrame: tabs.down,
            onState: tabs.state,
          })
        : undefined;
    },
  });

  const forgetWake = env.onWake((cause) => tabs.wake(cause));
  // Bubbles of before the reload show in every tab, also where another tab sends them.
  void outbox.read();
  tabs.start();

  return {
    connection: store,
    request,
    rows,
    conversation(id) {
      const known = conversations.get(id) ?? {
        handles: 0,
        open: createConversation({
          id,
          ...shared,
          principal,
          rows,
          outbox,
          connection: () => state,
          foreign: () => foreign,
          contentBytes: () => contentBytes,
          typingTextBytes: () => typingTextBytes,
          send,
        }),
      };
      conversations.set(id, known);
      known.handles++;
      let open = true;
      return {
        ...known.open.handle,
        close() {
          if (open && !--known.handles && conversations.delete(id)) known.open.close();
          open = false;
        },
      };
    },
    queued: () => [...new Set(outbox.of().map((entry) => entry.conversation_id))],
    listen(...listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
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
