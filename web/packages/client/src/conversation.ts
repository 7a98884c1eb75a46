// One open conversation: loads the first page, follows both logs from there, shows the outbox's
// entries at the end, and says truthfully how far behind it is.

import { type Api, ApiError } from './api.ts';
import { backoff, passes } from './backoff.ts';
import type { Environment } from './environment.ts';
import { ephemerals } from './ephemerals.ts';
import { healthOf } from './health.ts';
import type { Outbox } from './outbox.ts';
import { createPositions } from './positions.ts';
import { createSequence } from './sequence.ts';
import { createStore } from './store.ts';
import { createTimeline } from './timeline.ts';
import type {
  Activity,
  ConnectionState,
  ConversationHandle,
  Health,
  SendOptions,
} from './types.ts';
import type {
  ClientFrame,
  Conversation,
  EventFrame,
  Message,
  Person,
  Presence,
  Problem,
  Seq,
  ServerFrame,
} from './wire.ts';

const PAGE = 50;

export interface ConversationOptions {
  id: number;
  env: Environment;
  api: Api;
  me: Person;
  outbox: Outbox;
  connection(): ConnectionState;
  /** True while sends get no answer, whatever the connection believes. */
  stuck(): boolean;
  nextId(): string;
  send(frame: ClientFrame): void;
  log(line: string, detail?: unknown): void;
}

export const createConversation = (options: ConversationOptions) => {
  const { id, env, api, me, outbox, log } = options;
  const staff = me.type !== 'visitor';
  const timeline = createTimeline(me);
  const live = ephemerals(env, (frame) => options.send(frame), id, changed);
  const positions = createPositions(me, id, (frame) => options.send(frame));
  let row: Conversation | null = null;
  let activity: readonly Activity[] = [];
  let presence: Presence | null = null;
  let problem: Problem | null = null;
  let epoch: string | undefined;
  let loading = false;
  let loadingOlder = false;
  let failures = 0;
  let retry: unknown;
  let generation = 0;
  let synced = false;
  let closed = false;
  let health: Health = { state: 'connecting', queued: 0, since: env.now() };

  const followed = (note: boolean) =>
    createSequence({
      timers: env.timers,
      random: env.random,
      changed,
      fetchAfter: (after) => api.events(id, { after, epoch, ...(note && { channel: 'staff' }) }),
      onReset: () => void load(),
      deliver,
    });
  const everyone = followed(false);
  const notes = staff ? followed(true) : undefined;

  const store = createStore(() => {
    const queue = outbox.of(id);
    const facts = {
      link: options.connection(),
      queued: queue.length,
      stuck: options.stuck(),
      loaded: everyone.last() >= 0,
      failed: failures > 0,
      missing: missing(),
      synced,
      now: env.now(),
    };
    health = healthOf(facts, health);
    return {
      id,
      messages: timeline.views(queue, positions.read()),
      activity,
      conversation: row,
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

  const missing = () =>
    everyone.head() - Math.max(0, everyone.last()) + (notes ? notes.head() - notes.last() : 0);

  function deliver(event: EventFrame) {
    log(`← ${event.type} ${id}${event.channel ? ' staff' : ''} seq ${event.seq}`, event.data);
    if (event.type === 'conversation_update') {
      const { status, assignee_id, assignee_name: name } = event.data;
      const known = row?.assignee?.id === assignee_id ? row.assignee : null;
      const named = assignee_id && name ? { id: assignee_id, name, avatar_url: null } : null;
      if (row) row = { ...row, status, assignee_id, assignee: known ?? named };
      const { seq, data: change } = event;
      activity = [...activity, { key: `!${seq}`, seq, at: env.now(), change }];
    } else {
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
    if (row && next.version < row.version) return;
    row = { ...row, ...next } as Conversation;
    positions.ofRow(row);
    row = { ...row, read_seq: positions.read().mine };
    changed();
  };

  const subscribe = () => {
    const since = everyone.last();
    if (options.connection().state !== 'open' || since < 0) return;
    const staff_since = notes && { staff_since: notes.last() };
    const at = { conversation_id: id, since, ...staff_since, ...(epoch && { epoch }) };
    options.send({ type: 'subscribe', ...at });
  };

  const page = (note: boolean, before?: Seq) =>
    api.messages(id, {
      limit: PAGE,
      ...(before !== undefined && { before_seq: before }),
      ...(note && { channel: 'staff' }),
    });
  const olderPage = async (note: boolean) => {
    const mine = generation;
    const { items, next } = await page(note, timeline.oldest(note));
    if (mine === generation) timeline.page(items, next !== null && items.length > 0, note);
    return mine === generation;
  };
  const olderNotes = async () => {
    while (timeline.needsNotes() && (await olderPage(true)));
  };

  async function load() {
    const mine = ++generation;
    loading = true;
    env.timers.clearTimeout(retry);
    everyone.forget();
    notes?.forget();
    try {
      // Each page says which head it covers; the log is followed from there.
      const [now, open, hidden] = await Promise.all([
        api.conversation(id),
        page(false),
        staff ? page(true) : undefined,
      ]);
      if (mine !== generation || closed) return;
      const sameEpoch = !epoch || epoch === open.epoch;
      const take = ({ items, next, head_seq: head }: typeof open, note: boolean) =>
        timeline.page(items, next !== null, note, { head, sameEpoch });
      take(open, false);
      if (hidden) take(hidden, true);
      for (const message of open.items) outbox.seen(message);
      for (const note of hidden?.items ?? []) outbox.seen(note);
      epoch = open.epoch;
      failures = 0;
      problem = null;
      learn(now);
      everyone.restart(open.head_seq);
      notes?.restart(hidden?.head_seq ?? 0);
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
    const { problem: why, retryAfter } = error as ApiError;
    if (!(error instanceof ApiError) || passes(why.status)) {
      retry = env.timers.setTimeout(load, retryAfter ?? backoff(++failures, env.random));
    } else problem = why;
    log(`conversation ${id} not loaded`, error);
  }

  const headed = async <T extends { head_seq: Seq; channel?: string }>(answer: Promise<T>) => {
    const { head_seq, ...rest } = await answer;
    (rest.channel ? notes : everyone)?.saw(head_seq);
    return rest as Omit<T, 'head_seq'>;
  };

  const queue = (content: string, { note, expectHead }: SendOptions) => {
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
  };

  const handle: Omit<ConversationHandle, 'close'> = {
    id,
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    send(content, sendOptions = {}) {
      live.hush();
      return queue(content, sendOptions);
    },
    retry: (clientId) => outbox.retry(clientId),
    discard: (clientId) => outbox.discard(clientId),
    sendAnyway: (clientId) => outbox.retry(clientId, true),
    edit: (messageId, content) => headed(api.editMessage(messageId, content)),
    remove: (messageId) => headed(api.deleteMessage(messageId)),
    async patch(change) {
      const answer = await headed(api.patchConversation(id, change));
      learn(answer);
      return answer;
    },
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
    setTyping: (text) => live.type(text),
    markRead(seq = everyone.last()) {
      if (seq <= positions.read().mine) return;
      positions.moveTo(seq);
      if (row) row = { ...row, read_seq: seq, unread: seq >= everyone.last() ? 0 : row.unread };
      live.later(tellPositions);
      changed();
    },
    reload: () => void load(),
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
      (message.channel ? notes : everyone)?.saw(headSeq);
      changed();
    },
    learn,
    frame(frame: ServerFrame) {
      if (frame.type === 'pong') {
        // A pong that does not know this conversation: the subscription was lost on the way.
        const head = frame.data.heads?.[id];
        if (head === undefined) subscribe();
        else synced = true;
        everyone.saw(head);
        notes?.saw(frame.data.staff_heads?.[id]);
      } else if ('seq' in frame) {
        (frame.channel ? notes : everyone)?.offer(frame);
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
      else if (frame.type === 'presence') presence = frame.data;
      else if (frame.type === 'error') log(`error ${id}`, frame.data);
      changed();
    },
    start: () => void load(),
    close() {
      closed = true;
      generation++;
      env.timers.clearTimeout(retry);
      everyone.stop();
      notes?.stop();
      live.stop();
      options.send({ type: 'unsubscribe', conversation_id: id });
    },
  };
};

export type OpenConversation = ReturnType<typeof createConversation>;
