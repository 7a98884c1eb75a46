// What was written and is not yet acknowledged (S6). An entry is stored before its first attempt and
// removed after its acknowledgement; in between it is sent, one at a time per conversation, in order,
// for as long as it takes. Only the tab that leads sends; all tabs hold all entries.

import { backoff } from './backoff.ts';
import type { Environment, OutboxEntry } from './environment.ts';
import { createIds } from './ids.ts';
import { asApiError, type Request } from './request.ts';
import { createTimer, type Timer } from './timer.ts';
import type { Refusal } from './types.ts';
import type { Message, Seq } from './wire.ts';

/** News about the outbox that one tab sends to the others: a method of theirs and its arguments. */
export type OutboxNews =
  | ['merge', OutboxEntry]
  | ['forget', clientId: string]
  | ['done', Message, headSeq: Seq];

export interface OutboxOptions extends Pick<Environment, 'now' | 'timers' | 'random' | 'storage'> {
  request: Request;
  log(line: string, detail: unknown): void;
  tell(...news: OutboxNews): void;
  onSettled(message: Message, headSeq: Seq): void;
  /** The last seq of the log that this entry is for, if its conversation is open. */
  lastSeq(entry: OutboxEntry): Seq | undefined;
  /** A send got no answer: is the connection alive? */
  onNoAnswer(): void;
  changed(): void;
}

interface Lane {
  busy?: boolean;
  failures: number;
  timer: Timer;
  /** The wait that the server named: no event shortens it. */
  told?: number | undefined;
  refusal?: Refusal | undefined;
}

/** Whether the entry is sent without anybody doing anything. */
export const waits = ({ state }: OutboxEntry) => state === 'pending';

export const createOutbox = (options: OutboxOptions) => {
  const { now, timers, random, storage, changed, tell, log } = options;
  const ids = createIds(now, random);
  const entries = new Map<string, OutboxEntry>();
  const stored = new Map<string, Promise<unknown>>();
  const settled = new Set<string>();
  const lanes = new Map<number, Lane>();
  let leading = false;
  let reading = 0;

  const of = (conversationId?: number) =>
    [...entries.values()]
      .filter((entry) => conversationId === undefined || entry.conversation_id === conversationId)
      .sort((a, b) => (a.client_id < b.client_id ? -1 : 1));

  const laneOf = (id: number) => {
    const lane: Lane = lanes.get(id) ?? { failures: 0, timer: createTimer(timers) };
    lanes.set(id, lane);
    return lane;
  };

  const hold = (entry: OutboxEntry) => {
    if (settled.has(entry.client_id)) return;
    entries.set(entry.client_id, entry);
    ids.after(entry.client_id);
    changed();
  };

  /** A new entry, or a new state of one. */
  const save = (entry: OutboxEntry) => {
    hold(entry);
    stored.set(
      entry.client_id,
      storage.put(entry).catch((error) => log('not stored', error)),
    );
    tell('merge', entry);
    kick();
  };

  const forget = async (clientId: string) => {
    const storing = stored.get(clientId);
    settled.add(clientId);
    entries.delete(clientId);
    stored.delete(clientId);
    changed();
    kick();
    await storing;
    await storage.remove(clientId).catch(() => {});
  };

  const kick = () => {
    if (!leading || reading) return;
    const begun = new Set<number>();
    for (const entry of of()) {
      const { conversation_id, state } = entry;
      const lane = laneOf(conversation_id);
      // A refused entry is passed over; one that waits for a decision (S5) stops those after it.
      if (state === 'failed' || begun.has(conversation_id)) continue;
      begun.add(conversation_id);
      if (state === 'pending' && !lane.busy && !lane.timer.due()) void send(entry, lane);
    }
  };

  const send = async (entry: OutboxEntry, lane: Lane) => {
    const { client_id, conversation_id, content, note, expected_head_seq, take } = entry;
    lane.busy = true;
    try {
      await stored.get(client_id);
      if (!leading || entries.get(client_id) !== entry) return;
      // JSON leaves out what is undefined.
      const channel = note ? 'staff' : undefined;
      const body = { conversation_id, content, client_id, channel, expected_head_seq, take };
      const { head_seq, ...message } = await options.request<Message & { head_seq: Seq }>(
        'POST',
        '/messages',
        { body },
      );
      lane.failures = 0;
      lane.refusal = undefined;
      tell('done', message, head_seq);
      done(message, head_seq);
    } catch (error) {
      refused(entry, lane, error);
    } finally {
      lane.busy = false;
      kick();
    }
  };

  const refused = (entry: OutboxEntry, lane: Lane, error: unknown) => {
    const { problem, retryAfter, passes } = asApiError(error);
    if (entries.get(entry.client_id) !== entry) return;
    if (!passes) {
      lane.failures = 0;
      lane.refusal = undefined;
      if (problem.code === 'conversation_moved') return save({ ...entry, state: 'moved', problem });
      return save({ ...entry, state: 'failed', problem, after: options.lastSeq(entry) });
    }
    lane.failures++;
    lane.told = retryAfter;
    const wait = retryAfter ?? backoff(lane.failures, random);
    lane.refusal = problem.status ? { problem, retry_at: now() + wait } : undefined;
    if (leading) lane.timer.set(kick, wait);
    if (!problem.status) options.onNoAnswer();
    changed();
  };

  const done = (message: Message, headSeq: Seq) => {
    // O3: put it into the log first, then remove it here, so that the text is always somewhere.
    options.onSettled(message, headSeq);
    void forget(message.client_id);
  };

  const merge = (entry: OutboxEntry) => {
    hold(entry);
    kick();
  };

  /** Reads all entries before any is sent: they are older than what is written meanwhile. */
  const read = async () => {
    reading++;
    const found = await storage.load().catch((error) => log('storage not read', error));
    for (const entry of found ?? []) {
      // The log has shown it already; only the storage does not know.
      if (settled.has(entry.client_id)) await forget(entry.client_id);
      else if (!entries.has(entry.client_id)) hold(entry);
    }
    reading--;
    kick();
  };

  return {
    of,
    /** Returns the client_id that it made. */
    add(
      written: Pick<
        OutboxEntry,
        'conversation_id' | 'content' | 'note' | 'expected_head_seq' | 'take'
      >,
    ) {
      const client_id = ids.next();
      const created_at = new Date(now()).toISOString();
      save({ ...written, client_id, created_at, state: 'pending' });
      return client_id;
    },
    /** Sends a refused entry again, without the guard of S5: the person has seen what came since. */
    retry(clientId: string) {
      const entry = entries.get(clientId);
      if (!entry || entry.state === 'pending') return;
      const { problem: _, after: __, ...rest } = entry;
      const guard = entry.state === 'moved' ? undefined : entry.expected_head_seq;
      save({ ...rest, state: 'pending', expected_head_seq: guard });
    },
    discard(clientId: string) {
      tell('forget', clientId);
      void forget(clientId);
    },
    /**
     * The log shows this message of ours, whether or not its answer arrived: go on with the next.
     * O1: it is settled also when its entry is not here yet, but in the storage or another tab.
     */
    seen(message: Message) {
      const { client_id, conversation_id } = message;
      if (!entries.has(client_id)) return void settled.add(client_id);
      const lane = laneOf(conversation_id);
      if (!lane.told) lane.timer.stop();
      // O2: a tab that does not follow this conversation hears it from here.
      tell('done', message, message.seq);
      void forget(client_id);
    },
    merge,
    forget,
    done,
    /** This tab sends from now on. Entries of tabs that are gone are in the storage. */
    lead(on: boolean) {
      leading = on;
      if (on) void read();
    },
    /** The network is back: try at once, unless the server named a time to wait. */
    hurry() {
      for (const { timer, told } of lanes.values()) if (!told) timer.stop();
      kick();
    },
    /** The last attempt got no answer. A refusal is one: the server can be reached. */
    stuck: () =>
      [...lanes].some(([id, { failures, refusal }]) => failures && !refusal && of(id).some(waits)),
    /** The last attempt was refused for now. */
    refusal: (id: number) => (of(id).some(waits) && lanes.get(id)?.refusal) || null,
    read,
    close() {
      leading = false;
      for (const lane of lanes.values()) lane.timer.stop();
    },
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
