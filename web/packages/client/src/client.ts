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
import type { Person, PrincipalType, ServerFrame } from './wire.ts';

/** Every tab for itself. */
const alone = ({ onLead, onUp, onDown, onState, onWake }: TabsOptions): Tabs => ({
  start: () => onLead(true),
  up: onUp,
  down: onDown,
  state: (state, session) => onState(state, `${session}`),
  tell() {},
  wake: onWake,
  close() {},
});

export const createClient = (options: ClientOptions): Client => {
  const { principal, token, log: given } = options;
  const [type, number] = principal.split(':');
  const me: Person = { type: type as PrincipalType, id: Number(number) };
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
  const request = createRequest(env, credential);
  const ids = createIds(env.now, env.random);
  const conversations = new Map<number, { open: OpenConversation; handles: number }>();
  const listeners = new Set<Parameters<Client['listen']>>();
  let state: ConnectionState = { state: 'idle' };
  let session = '';
  let connection: Connection | undefined;

  const each = (act: (open: OpenConversation) => void) => {
    for (const { open } of conversations.values()) act(open);
  };
  const touch = () => each((open) => open.touch());

  const outbox = createOutbox({
    ...env,
    ids,
    request,
    log,
    tell: (news) => tabs.tell(news),
    onSettled: (message, head) =>
      conversations.get(message.conversation_id)?.open.settle(message, head),
    onNoAnswer: () => connection?.probe(),
    changed: touch,
  });

  const store = createStore(() => state);

  const onFrame = (frame: ServerFrame) => {
    if (frame.type === 'error') log('error', frame.data);
    const { conversation_id, data } = frame as { conversation_id?: number; data: unknown };
    const about = data as undefined | { conversation_id?: number; conversation?: { id: number } };
    const id = conversation_id ?? about?.conversation_id ?? about?.conversation?.id;
    if (id !== undefined) conversations.get(id)?.open.frame(frame);
    else if (frame.type === 'pong') each((open) => open.frame(frame));
    for (const [hear] of listeners) hear(frame);
  };

  const tabs = (options.tabs ?? alone)({
    env,
    name: `walkie ${scope}`,
    onUp: (frame) => connection?.send(frame),
    onDown: onFrame,
    onState(next, nextSession) {
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
    onNews: outbox.hear,
    onRepeat: outbox.repeat,
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
        request,
        log,
        onFrame: (frame) => tabs.down(frame),
        onState: (next, count) => tabs.state(next, count),
      });
      connection.start();
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
          request,
          me,
          outbox,
          connection: () => state,
          nextId: ids.next,
          send: (frame) => tabs.up(frame),
          log,
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
