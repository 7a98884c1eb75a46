// One open conversation: loads the first page, follows the log from there, shows the outbox's
// entries at the end, and says truthfully how far behind it is.

import { backoff } from './backoff.ts';
import type { Environment } from './environment.ts';
import { healthOf } from './health.ts';
import { createLog, type LogOptions } from './log.ts';
import type { Outbox } from './outbox.ts';
import { asApiError, type Request } from './request.ts';
import { createStore } from './store.ts';
import { bubbleOf } from './timeline.ts';
import { createTimer } from './timer.ts';
import type {
  ClientOptions,
  ConnectionState,
  ConversationHandle,
  ConversationSnapshot,
  Health,
} from './types.ts';
import type { ClientFrame, EventFrame, Message, Problem, Seq, ServerFrame } from './wire.ts';

export interface ConversationOptions {
  id: number;
  env: Environment;
  settings: ClientOptions;
  request: Request;
  principal: string;
  outbox: Outbox;
  connection(): ConnectionState;
  nextId(): string;
  send(frame: ClientFrame): void;
}

/** Without receipts nothing is known to be read. */
const unread = { mine: 0, theirs: 0, their_received: 0 };

export const createConversation = (options: ConversationOptions) => {
  const { id, env, settings, outbox, send } = options;
  let problem: Problem | null = null;
  let epoch: string | undefined;
  let busy = false; // loading the first page
  let loadingOlder = false;
  let failures = 0;
  const retry = createTimer(env.timers);
  let generation = 0;
  let synced = false;
  let closed = false;
  let health: Health = { state: 'connecting', queued: 0, since: env.now() };

  const logging: LogOptions = {
    ...options,
    epoch: () => epoch,
    deliver,
    onReset: load,
    changed,
  };
  const everyone = createLog(logging);
  const notes = settings.staff && createLog(logging, 'staff');
  const logs = notes ? [everyone, notes] : [everyone];
  const logOf = (channel: unknown) => (channel ? notes : everyone);
  const seam = {
    ...options,
    everyone,
    changed,
    now: env.now,
    timer: () => createTimer(env.timers),
  };
  const receipts = settings.receipts?.(seam);
  const typing = settings.typing?.(seam);
  const staff = notes && settings.staff?.({ ...seam, notes });
  const parts = [receipts, typing, staff];

  const store = createStore((): ConversationSnapshot => {
    const queue = outbox.of(id);
    const read = receipts?.read() ?? unread;
    const messages = everyone.views(read);
    const loading = everyone.last() < 0;
    const missing = logs.reduce((sum, each) => sum + each.missing(), 0);
    const stuck = outbox.stuck() || (loading && failures > 0);
    const said = healthOf(options.connection(), loading ? undefined : missing, stuck, synced);
    const since = said.state === health.state ? health.since : env.now();
    health = { ...said, queued: queue.length, since } as Health;
    return {
      id,
      messages: [
        ...(staff?.merge(messages, notes?.views(read) ?? []) ?? messages),
        ...queue.map(bubbleOf),
      ],
      activity: [],
      conversation: null,
      loading,
      loadingOlder,
      hasOlder: logs.some((each) => each.more()),
      problem,
      typing: [],
      presence: null,
      health,
      read,
      last_seq: Math.max(0, everyone.last()),
      head_seq: everyone.head(),
      ...receipts?.shown(),
      ...typing?.shown(),
      ...staff?.shown(),
    };
  });
  function changed() {
    if (!closed) store.touch();
  }

  function deliver(event: EventFrame) {
    if (event.type === 'new_message') outbox.seen(event.data);
    if (event.type !== 'conversation_update') logOf(event.channel)?.apply(event);
    hear(event);
    changed();
  }
  function hear(frame: ServerFrame) {
    for (const part of parts) part?.hear(frame);
  }

  const subscribe = () => {
    const since = everyone.last();
    if (options.connection().state !== 'open' || since < 0) return;
    const staff_since = notes && { staff_since: notes.last() };
    const cursor = { conversation_id: id, since, ...staff_since, ...(epoch && { epoch }) };
    send({ type: 'subscribe', ...cursor });
  };

  async function load() {
    const mine = ++generation;
    busy = true;
    retry.stop();
    for (const each of logs) each.forget();
    try {
      // Each page says which head it covers; the log is followed from there.
      const [pages] = await Promise.all([
        Promise.all(logs.map((each) => each.first())),
        receipts?.load(),
      ]);
      if (mine !== generation || closed) return;
      const sameEpoch = !epoch || epoch === pages[0]?.epoch;
      epoch = pages[0]?.epoch;
      failures = 0;
      problem = null;
      logs.forEach((each, i) => {
        const page = pages[i];
        if (!page) return;
        each.restart(page, sameEpoch);
        for (const item of page.items) outbox.seen(item);
      });
      subscribe();
      await staff?.fill();
    } catch (error) {
      if (mine === generation && !closed) notLoaded(error);
    } finally {
      if (mine === generation) busy = false;
      changed();
    }
  }

  function notLoaded(error: unknown) {
    if (everyone.last() >= 0) return; // only older notes are missing; the next page asks again
    const { problem: why, retryAfter, passes } = asApiError(error);
    if (passes) {
      retry.set(load, retryAfter ?? backoff(++failures, env.random));
    } else problem = why;
  }

  const handle: Omit<ConversationHandle, 'close'> = {
    id,
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    send(content, { note, expectHead } = {}) {
      typing?.type('');
      const client_id = options.nextId();
      outbox.add({
        client_id,
        conversation_id: id,
        content,
        created_at: new Date(env.now()).toISOString(),
        state: 'pending',
        note,
        expected_head_seq: expectHead ? Math.max(0, everyone.last()) : undefined,
      });
      return client_id;
    },
    retry: outbox.retry,
    discard: outbox.discard,
    sendAnyway: outbox.retry,
    async loadOlder() {
      const next = logs.find((each) => each.more());
      if (loadingOlder || busy || !next) return;
      loadingOlder = true;
      changed();
      try {
        await next.older();
        await staff?.fill();
      } finally {
        loadingOlder = false;
        changed();
      }
    },
    setTyping: (text) => typing?.type(text),
    markRead: (seq) => receipts?.mark(seq),
    reload: load,
  };

  return {
    handle,
    touch: changed,
    /** The link opened (again): catch up from where we are. */
    resync() {
      synced = false;
      if (everyone.last() >= 0) subscribe();
      else if (!busy || failures > 0) void load();
      changed();
    },
    /** An acknowledged message may be ahead of its event. */
    settle(message: Message, head: Seq) {
      logOf(message.channel)?.settle(message, head);
      changed();
    },
    frame(frame: ServerFrame) {
      if (frame.type === 'pong') {
        // A pong that does not know this conversation: the subscription was lost on the way.
        const head = frame.data.heads?.[id];
        if (head === undefined) subscribe();
        else synced = true;
        everyone.saw(head);
        notes?.saw(frame.data.staff_heads?.[id]);
      } else if ('seq' in frame) logOf(frame.channel)?.offer(frame);
      else if (frame.type === 'subscribed' || frame.type === 'synced') {
        everyone.saw(frame.data.head_seq);
        notes?.saw(frame.data.staff_head_seq);
        if (frame.type === 'synced' && 'head_seq' in frame.data) synced = true;
      } else if (frame.type === 'reset') void load();
      if (!('seq' in frame)) hear(frame);
      changed();
    },
    start: load,
    close() {
      closed = true;
      generation++;
      retry.stop();
      for (const each of logs) each.forget();
      for (const part of parts) part?.close?.();
      send({ type: 'unsubscribe', conversation_id: id });
    },
  };
};

export type OpenConversation = ReturnType<typeof createConversation>;
