// What was written and is not yet acknowledged (S6). An entry is stored before its first attempt and
// removed after its acknowledgement; in between it is sent, one at a time per conversation, in order,
// for as long as it takes. Only the tab that leads sends; all tabs hold all entries.

import { backoff, passes } from './backoff.ts';
import type { Environment, OutboxEntry } from './environment.ts';
import type { Ids } from './ids.ts';
import { asApiError, type Request } from './request.ts';
import { createTimer, type Timer } from './timer.ts';
import type { Message, Seq } from './wire.ts';

/** What tabs tell each other about the outbox. */
export type OutboxNews =
  | { type: 'put'; entry: OutboxEntry }
  | { type: 'drop'; client_id: string }
  | { type: 'done'; message: Message; head_seq: Seq };

export interface OutboxOptions extends Pick<Environment, 'timers' | 'random' | 'storage'> {
  ids: Ids;
  request: Request;
  log(line: string, detail?: unknown): void;
  tell(news: OutboxNews): void;
  onSettled(message: Message, headSeq: Seq): void;
  /** A send got no answer: is the connection alive? */
  onNoAnswer(): void;
  changed(conversationId?: number): void;
}

interface Lane {
  busy: boolean;
  failures: number;
  timer: Timer;
  /** The server named the wait: no event shortens it. */
  told: boolean;
}

export const createOutbox = (options: OutboxOptions) => {
  const { timers, storage, log, changed } = options;
  const entries = new Map<string, OutboxEntry>();
  const stored = new Map<string, Promise<unknown>>();
  const settled = new Set<string>();
  const lanes = new Map<number, Lane>();
  let leading = false;
  let closed = false;

  const of = (conversationId?: number) =>
    [...entries.values()]
      .filter((entry) => conversationId === undefined || entry.conversation_id === conversationId)
      .sort((a, b) => (a.client_id < b.client_id ? -1 : 1));

  const laneOf = (id: number) => {
    const lane: Lane = lanes.get(id) ?? {
      busy: false,
      failures: 0,
      told: false,
      timer: createTimer(timers),
    };
    lanes.set(id, lane);
    return lane;
  };

  const store = (entry: OutboxEntry) => {
    const saved = storage.put(entry).catch((error) => log('outbox not stored', error));
    stored.set(entry.client_id, saved);
  };

  const hold = (entry: OutboxEntry) => {
    entries.set(entry.client_id, entry);
    options.ids.after(entry.client_id);
    changed(entry.conversation_id);
  };

  const forget = (clientId: string) => {
    const entry = entries.get(clientId);
    settled.add(clientId);
    entries.delete(clientId);
    const gone = () => storage.remove(clientId).catch(() => {});
    void (stored.get(clientId) ?? Promise.resolve()).then(gone);
    stored.delete(clientId);
    if (!entry) return;
    changed(entry.conversation_id);
    kick(entry.conversation_id);
  };

  const change = (entry: OutboxEntry) => {
    if (!entries.has(entry.client_id)) return;
    hold(entry);
    store(entry);
    options.tell({ type: 'put', entry });
  };

  function kick(id: number) {
    const lane = laneOf(id);
    if (!leading || closed || lane.busy || lane.timer.due()) return;
    // A refused entry steps aside; one that waits for a decision (S5) holds up what follows it.
    const next = of(id).find(({ state }) => state !== 'failed');
    if (next?.state === 'pending') void send(next, lane);
  }

  async function send(entry: OutboxEntry, lane: Lane) {
    const { client_id, conversation_id, content, note, expected_head_seq } = entry;
    lane.busy = true;
    let wait: number | undefined;
    try {
      await stored.get(client_id);
      if (closed || entries.get(client_id) !== entry) return;
      log(`send ${client_id} to ${conversation_id}`);
      const body = {
        conversation_id,
        content,
        client_id,
        ...(note && { channel: 'staff' }),
        ...(expected_head_seq !== undefined && { expected_head_seq }),
      };
      const { head_seq, ...message } = await options.request<Message & { head_seq: Seq }>(
        'POST',
        '/messages',
        { body },
      );
      lane.failures = 0;
      log(`acknowledged ${client_id} as ${message.id}, seq ${message.seq}`);
      options.tell({ type: 'done', message, head_seq });
      done(message, head_seq);
    } catch (error) {
      wait = refused(entry, lane, error);
    } finally {
      lane.busy = false;
      if (wait !== undefined && !closed) lane.timer.set(() => kick(conversation_id), wait);
      else kick(conversation_id);
    }
  }

  function refused(entry: OutboxEntry, lane: Lane, error: unknown): number | undefined {
    const { problem, retryAfter } = asApiError(error);
    log(`not sent ${entry.client_id}`, problem);
    if (entries.get(entry.client_id) !== entry) return;
    if (passes(problem.status)) {
      lane.failures++;
      lane.told = retryAfter !== undefined;
      if (!problem.status) options.onNoAnswer();
      changed();
      return retryAfter ?? backoff(lane.failures, options.random);
    }
    lane.failures = 0;
    const state = problem.code === 'conversation_moved' ? 'moved' : 'failed';
    change({ ...entry, state, problem });
    return;
  }

  function done(message: Message, headSeq: Seq) {
    // First the log has it, then the outbox lets go: the text is never nowhere.
    options.onSettled(message, headSeq);
    forget(message.client_id);
  }

  const merge = (entry: OutboxEntry) => {
    if (!settled.has(entry.client_id)) hold(entry);
  };

  const read = async () => {
    const found = await storage.load().catch(() => []);
    for (const entry of found) if (!entries.has(entry.client_id)) merge(entry);
    for (const { conversation_id } of found) kick(conversation_id);
  };

  return {
    of,
    add(entry: OutboxEntry) {
      entries.set(entry.client_id, entry);
      change(entry);
      kick(entry.conversation_id);
    },
    /** Sends again what was refused; `anyway` gives up the guard of S5. */
    retry(clientId: string, anyway?: boolean) {
      const entry = entries.get(clientId);
      if (!entry || entry.state === 'pending') return;
      const { problem, expected_head_seq, ...rest } = entry;
      const guard = !anyway && expected_head_seq !== undefined && { expected_head_seq };
      change({ ...rest, state: 'pending', ...guard });
      kick(entry.conversation_id);
    },
    discard(clientId: string) {
      options.tell({ type: 'drop', client_id: clientId });
      forget(clientId);
    },
    /** The log shows it: it is on disk, whatever became of the answer. */
    seen({ client_id }: Message) {
      if (entries.has(client_id)) forget(client_id);
    },
    hear(news: OutboxNews) {
      if (news.type === 'done') done(news.message, news.head_seq);
      else if (news.type === 'drop') forget(news.client_id);
      else {
        merge(news.entry);
        kick(news.entry.conversation_id);
      }
    },
    /** Becoming the one who sends: what dead tabs left behind is in the storage. */
    async lead(on: boolean) {
      leading = on;
      if (on) {
        await read();
        for (const { conversation_id } of of()) kick(conversation_id);
      }
    },
    /** A new leader asks what everyone still holds. */
    repeat() {
      for (const entry of of()) options.tell({ type: 'put', entry });
    },
    /** The network is back: no wait but the server's own. */
    hurry() {
      for (const [id, lane] of lanes) {
        if (!lane.timer.due() || lane.told) continue;
        lane.timer.stop();
        kick(id);
      }
    },
    /** The last attempt got no answer. */
    stuck: () => [...lanes].some(([id, { failures }]) => failures > 0 && of(id).length > 0),
    read,
    close() {
      closed = true;
      for (const lane of lanes.values()) lane.timer.stop();
    },
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
