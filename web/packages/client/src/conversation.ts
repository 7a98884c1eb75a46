// One open conversation: loads the first page, follows the log from there, shows the outbox's
// entries at the end, and says truthfully how far behind it is.

import { backoff } from './backoff.ts';
import type { Environment } from './environment.ts';
import { healthOf } from './health.ts';
import { createLog, type LogOptions } from './log.ts';
import { type Outbox, waits } from './outbox.ts';
import { asApiError, type Request } from './request.ts';
import type { Rows } from './rows.ts';
import { createStore } from './store.ts';
import { wellFormed } from './text.ts';
import { placed } from './timeline.ts';
import { createTimer } from './timer.ts';
import type {
  ClientOptions,
  ConnectionState,
  ConversationHandle,
  ConversationSnapshot,
  Health,
  Refusal,
} from './types.ts';
import type { ClientFrame, Message, Problem, Seq, ServerFrame } from './wire.ts';

export interface ConversationOptions {
  id: number;
  env: Environment;
  settings: ClientOptions;
  request: Request;
  principal: string;
  outbox: Outbox;
  rows: Rows;
  connection(): ConnectionState;
  /** The last answer was not the server's. */
  foreign(): boolean;
  contentBytes(): number;
  typingTextBytes(): number;
  send(frame: ClientFrame): void;
}

/** Read positions when `receipts` is not used. */
const unread = { mine: 0, theirs: 0, their_received: 0 };

export const createConversation = (options: ConversationOptions) => {
  const { id, env, settings, outbox, send } = options;
  let problem: Problem | null = null;
  let busy = false; // loading the first page
  let current: Promise<void> = Promise.resolve(); // the last load
  let paging: 'older' | 'newer' | undefined;
  let failed: 'older' | 'newer' | undefined; // the page that could not be loaded
  let failures = 0;
  let refusal: Refusal | null = null; // of the first page
  const retry = createTimer(env.timers);
  let generation = 0;
  let synced = false;
  let closed = false;
  let health: Health | undefined;

  const changed = () => {
    if (!closed) store.touch();
  };
  const hear = (frame: ServerFrame) => {
    for (const part of parts) part?.hear(frame);
  };
  const logging: LogOptions = {
    ...options,
    seen: outbox.seen,
    deliver: hear,
    onReset: () => load(),
    changed,
  };
  const everyone = createLog(
    settings.staff
      ? { ...logging, updates: (updates, afresh) => staff?.learn(updates, afresh) }
      : logging,
  );
  const notes = settings.staff && createLog(logging, 'staff');
  const logs = notes ? [everyone, notes] : [everyone];
  const seam = {
    ...options,
    everyone,
    changed,
    now: env.now,
    timer: () => createTimer(env.timers),
  };
  const older = () => logs.find((each) => each.more());
  const receipts = settings.receipts?.(seam);
  const typing = settings.typing?.(seam);
  const staff = notes && settings.staff?.({ ...seam, notes });
  const parts = [receipts, typing, staff];

  const stateOf = (which: 'older' | 'newer', more: boolean) => {
    if (paging === which) return 'loading';
    if (!more) return 'none';
    return failed === which ? 'failed' : 'more';
  };
  const store = createStore((): ConversationSnapshot => {
    const queue = outbox.of(id);
    const read = receipts?.read() ?? unread;
    const messages = everyone.views(read);
    const loading = everyone.last() < 0;
    const missing = logs.reduce((sum, each) => sum + each.missing(), 0);
    const stuck = outbox.stuck() || (loading && failures > 0 && !refusal);
    const said = healthOf(
      options.connection(),
      loading ? undefined : missing,
      stuck,
      synced,
      options.foreign(),
    );
    const since = said.state === health?.state ? health.since : env.now();
    health = { ...said, queued: queue.filter(waits).length, since } as Health;
    return {
      id,
      messages: placed(
        staff?.merge(messages, notes?.views(read) ?? []) ?? messages,
        everyone.moreAfter() ? [] : queue, // what waits is after the newest
      ),
      activity: [],
      conversation: null,
      loading,
      loadingOlder: paging === 'older',
      hasOlder: !!older(),
      older: stateOf('older', !!older()),
      newer: stateOf('newer', everyone.moreAfter()),
      problem,
      refusal: outbox.refusal(id) ?? refusal,
      typing: [],
      presence: null,
      health,
      read,
      last_seq: Math.max(0, everyone.last()),
      head_seq: everyone.head(),
      content_bytes: options.contentBytes(),
      typing_text_bytes: options.typingTextBytes(),
      ...receipts?.shown(),
      ...typing?.shown(),
      ...staff?.shown(),
    };
  });
  const subscribe = () => {
    const since = everyone.last();
    if (options.connection().state !== 'open' || since < 0) return;
    const epoch = everyone.epoch();
    send({
      type: 'subscribe',
      conversation_id: id,
      since,
      ...(notes && { staff_since: notes.last() }),
      ...(epoch !== undefined && { epoch }),
    });
  };

  const load = () => {
    current = loadAfresh();
    return current;
  };
  const loadAfresh = async () => {
    const mine = ++generation;
    busy = true;
    retry.stop();
    for (const each of logs) each.forget();
    try {
      // Each page names the head that it covers; events are applied from there on.
      const [, ...shows] = await Promise.all([
        receipts?.load(),
        ...logs.map((each) => each.first()),
      ]);
      if (mine !== generation || closed) return;
      failures = 0;
      problem = refusal = null;
      for (const show of shows) show();
      subscribe();
      await staff?.fill();
    } catch (error) {
      if (mine === generation && !closed) notLoaded(error);
    } finally {
      if (mine === generation) busy = false;
      changed();
    }
  };

  const page = async (which: 'older' | 'newer', next: () => Promise<unknown>) => {
    if (paging || busy) return;
    paging = which;
    failed = undefined;
    changed();
    try {
      await next();
      await staff?.fill();
    } catch {
      // The snapshot says so; request.ts has logged it.
      failed = which;
    } finally {
      paging = undefined;
      changed();
    }
  };

  const notLoaded = (error: unknown) => {
    if (everyone.last() >= 0) return; // only older notes are missing; the next page asks again
    const { problem: why, retryAfter, passes } = asApiError(error);
    refusal = null;
    if (!passes) {
      problem = why;
      return;
    }
    const wait = retryAfter ?? backoff(++failures, env.random);
    retry.set(load, wait);
    if (why.status) refusal = { problem: why, retry_at: env.now() + wait };
  };

  const handle: Omit<ConversationHandle, 'close'> & typeof store = {
    id,
    ...store,
    send(content, { note, expectHead, take } = {}) {
      typing?.sent();
      everyone.show(Infinity);
      return outbox.add({
        conversation_id: id,
        content: wellFormed(content),
        note,
        take,
        expected_head_seq: expectHead ? Math.max(0, everyone.last()) : undefined,
      });
    },
    retry: outbox.retry,
    discard: outbox.discard,
    async loadOlder() {
      const next = older();
      if (next) await page('older', () => next.older());
    },
    async loadNewer() {
      if (everyone.moreAfter()) await page('newer', () => everyone.newer());
    },
    async around(seq = Infinity) {
      await current;
      if (everyone.last() < 0) return false;
      try {
        if (!(await everyone.around(seq))) return false;
        failed = undefined;
        await staff?.fill();
        return true;
      } catch {
        return false; // request.ts has logged it
      } finally {
        changed();
      }
    },
    setTyping: (text) => typing?.type(text),
    markRead: (seq) => receipts?.mark(seq),
    reload: load,
  };

  void load();
  return {
    handle,
    /** The link opened (again): catch up from where we are. */
    resync() {
      synced = false;
      failed = undefined;
      if (everyone.last() >= 0) subscribe();
      else if (!busy || failures) void load();
      changed();
    },
    /** The last seq of the staff log or of the public log; undefined before its first page. */
    lastSeq(note: boolean) {
      const last = (note && notes ? notes : everyone).last();
      return last < 0 ? undefined : last;
    },
    /** An acknowledgement may come before the event of its message. */
    settle(message: Message, head: Seq) {
      (message.channel ? notes : everyone)?.settle(message, head);
      changed();
    },
    frame(frame: ServerFrame) {
      for (const each of logs) each.hear(frame);
      if (frame.type === 'pong') {
        // The pong does not name this conversation: the subscribe frame was lost, so send it again.
        if (frame.data.heads?.[id] === undefined) subscribe();
        else synced = true;
      } else if (frame.type === 'synced') synced ||= 'head_seq' in frame.data;
      else if (frame.type === 'reset') void load();
      if (!('seq' in frame)) hear(frame);
      changed();
    },
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
