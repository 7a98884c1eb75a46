// One open conversation: loads the first page, follows both logs from there, shows the outbox's
// entries at the end, and says truthfully how far behind it is.

import { backoff, passes } from './backoff.ts';
import type { Environment } from './environment.ts';
import { ephemerals } from './ephemerals.ts';
import { healthOf } from './health.ts';
import type { Outbox } from './outbox.ts';
import { pagesOf } from './pages.ts';
import { createPositions } from './positions.ts';
import { asApiError, type Request } from './request.ts';
import { createRow } from './row.ts';
import { createSequence } from './sequence.ts';
import { createStore } from './store.ts';
import { createTimeline } from './timeline.ts';
import { createTimer } from './timer.ts';
import type { ConnectionState, ConversationHandle, Health } from './types.ts';
import type {
  ClientFrame,
  Conversation,
  EventFrame,
  Message,
  MessagePage,
  Person,
  Presence,
  Problem,
  Seq,
  ServerFrame,
} from './wire.ts';

export interface ConversationOptions {
  id: number;
  env: Environment;
  request: Request;
  me: Person;
  outbox: Outbox;
  connection(): ConnectionState;
  nextId(): string;
  send(frame: ClientFrame): void;
  log(line: string, detail?: unknown): void;
}

export const createConversation = (options: ConversationOptions) => {
  const { id, env, request, me, outbox, log, send } = options;
  const timeline = createTimeline(me);
  const live = ephemerals(env, send, id, changed);
  const positions = createPositions(me, id, send);
  const row = createRow(positions, env.now);
  let presence: Presence | null = null;
  let problem: Problem | null = null;
  let epoch: string | undefined;
  let loading = false;
  let loadingOlder = false;
  let failures = 0;
  const retry = createTimer(env.timers);
  let generation = 0;
  let synced = false;
  let closed = false;
  let health: Health = { state: 'connecting', queued: 0, since: env.now() };

  const open = pagesOf(request, id);
  const hidden = me.type === 'visitor' ? undefined : pagesOf(request, id, 'staff');
  const followed = ({ after }: typeof open) =>
    createSequence({
      ...env,
      changed,
      fetchAfter: (seq) => after(seq, epoch),
      onReset: load,
      deliver,
    });
  const everyone = followed(open);
  const notes = hidden && followed(hidden);
  const logOf = (channel: unknown) => (channel ? notes : everyone);

  const store = createStore(() => {
    const queue = outbox.of(id);
    const facts = {
      link: options.connection(),
      queued: queue.length,
      stuck: outbox.stuck(),
      loaded: everyone.last() >= 0,
      failed: failures > 0,
      missing: everyone.missing() + (notes?.missing() ?? 0),
      synced,
      now: env.now(),
    };
    health = healthOf(facts, health);
    return {
      id,
      messages: timeline.views(queue, positions.read()),
      activity: row.activity(),
      conversation: row.row(),
      loading: everyone.last() < 0,
      loadingOlder,
      hasOlder: timeline.hasOlder(),
      problem,
      typing: live.typing(),
      presence,
      health,
      read: positions.read(),
      last_seq: Math.max(0, everyone.last()),
      head_seq: everyone.head(),
    };
  });
  function changed() {
    if (!closed) store.touch();
  }

  function deliver(event: EventFrame) {
    log(`← ${event.type} ${id}${event.channel ? ' staff' : ''} seq ${event.seq}`, event.data);
    if (event.type === 'conversation_update') row.change(event);
    else {
      if (event.type === 'new_message') {
        live.said(event.data.sender);
        outbox.seen(event.data);
      }
      timeline.apply(event);
      if (!timeline.mine(event.data)) live.later(tellPositions);
    }
    changed();
  }

  const tellPositions = () => positions.tell(everyone.last());

  const learn = (next: Partial<Conversation> & { version: number }) => {
    row.learn(next);
    changed();
  };

  const subscribe = () => {
    const since = everyone.last();
    if (options.connection().state !== 'open' || since < 0) return;
    const staff_since = notes && { staff_since: notes.last() };
    const cursor = { conversation_id: id, since, ...staff_since, ...(epoch && { epoch }) };
    send({ type: 'subscribe', ...cursor });
  };

  const olderPage = async (note: boolean) => {
    const mine = generation;
    const page = await (note ? hidden : open)?.messages(timeline.oldest(note));
    if (!page || mine !== generation) return false;
    timeline.page(page.items, page.next !== null && page.items.length > 0, note);
    return true;
  };
  const olderNotes = async () => {
    while (timeline.needsNotes() && (await olderPage(true)));
  };

  async function load() {
    const mine = ++generation;
    loading = true;
    retry.stop();
    everyone.forget();
    notes?.forget();
    try {
      // Each page says which head it covers; the log is followed from there.
      const [now, page, notePage] = await Promise.all([
        request<Conversation>('GET', `/conversations/${id}`),
        open.messages(),
        hidden?.messages(),
      ]);
      if (mine !== generation || closed) return;
      const sameEpoch = !epoch || epoch === page.epoch;
      const take = ({ items, next, head_seq: head }: MessagePage, note: boolean) => {
        timeline.page(items, next !== null, note, { head, sameEpoch });
        for (const item of items) outbox.seen(item);
      };
      take(page, false);
      if (notePage) take(notePage, true);
      epoch = page.epoch;
      failures = 0;
      problem = null;
      learn(now);
      everyone.restart(page.head_seq);
      notes?.restart(notePage?.head_seq ?? 0);
      subscribe();
      live.later(tellPositions);
      await olderNotes();
    } catch (error) {
      if (mine === generation && !closed) notLoaded(error);
    } finally {
      if (mine === generation) loading = false;
      changed();
    }
  }

  function notLoaded(error: unknown) {
    if (everyone.last() >= 0) return; // only older notes are missing; the next page asks again
    const { problem: why, retryAfter } = asApiError(error);
    if (passes(why.status)) {
      retry.set(load, retryAfter ?? backoff(++failures, env.random));
    } else problem = why;
    log(`conversation ${id} not loaded`, error);
  }

  const handle: Omit<ConversationHandle, 'close'> = {
    id,
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    send(content, { note, expectHead } = {}) {
      live.hush();
      const client_id = options.nextId();
      outbox.add({
        client_id,
        conversation_id: id,
        content,
        created_at: new Date(env.now()).toISOString(),
        state: 'pending',
        ...(note && { note }),
        ...(expectHead && { expected_head_seq: Math.max(0, everyone.last()) }),
      });
      return client_id;
    },
    retry: (clientId) => outbox.retry(clientId),
    discard: outbox.discard,
    sendAnyway: (clientId) => outbox.retry(clientId, true),
    async loadOlder() {
      if (loadingOlder || loading || !timeline.hasOlder()) return;
      loadingOlder = true;
      changed();
      try {
        await olderPage(!timeline.hasMore(false));
        await olderNotes();
      } finally {
        loadingOlder = false;
        changed();
      }
    },
    setTyping: live.type,
    markRead(seq = everyone.last()) {
      if (seq <= positions.read().mine) return;
      positions.moveTo(seq);
      row.read(seq >= everyone.last());
      live.later(tellPositions);
      changed();
    },
    reload: load,
  };

  return {
    handle,
    touch: changed,
    /** The link opened (again): catch up from where we are. */
    resync() {
      synced = false;
      if (everyone.last() >= 0) subscribe();
      else if (!loading || failures > 0) void load();
      changed();
    },
    /** An acknowledged message may be ahead of its event. */
    settle(message: Message, headSeq: Seq) {
      timeline.settle(message);
      logOf(message.channel)?.saw(headSeq);
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
      } else if ('seq' in frame) {
        logOf(frame.channel)?.offer(frame);
      } else if (frame.type === 'subscribed' || frame.type === 'synced') {
        everyone.saw(frame.data.head_seq);
        notes?.saw(frame.data.staff_head_seq);
        if (frame.type === 'synced' && 'head_seq' in frame.data) {
          synced = true;
          positions.tellAgain();
          live.later(tellPositions);
        }
      } else if (frame.type === 'reset') {
        log(`reset ${id}`, frame.data);
        void load();
      } else if (frame.type === 'read') {
        positions.heard(frame.data);
      } else if (frame.type === 'typing') live.heard(frame.data);
      else if (frame.type === 'inbox') learn(frame.data.conversation);
      else if (frame.type === 'presence') presence = frame.data;
      changed();
    },
    start: load,
    close() {
      closed = true;
      generation++;
      retry.stop();
      everyone.stop();
      notes?.stop();
      live.stop();
      send({ type: 'unsubscribe', conversation_id: id });
    },
  };
};

export type OpenConversation = ReturnType<typeof createConversation>;
