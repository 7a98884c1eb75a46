// One of a conversation's logs as this side has it: its newest page and the older ones over REST,
// and from there on its events.

import type { Environment } from './environment.ts';
import type { Request } from './request.ts';
import { createSequence } from './sequence.ts';
import { createTimeline } from './timeline.ts';
import type {
  Channel,
  EventFrame,
  EventPage,
  Message,
  MessageList,
  Seq,
  ServerFrame,
  Update,
} from './wire.ts';

const PAGE = 50;

export interface LogOptions {
  id: number;
  env: Environment;
  request: Request;
  principal: string;
  /** One of our messages is in the log, whether or not its answer arrived. */
  seen(message: Message): void;
  /** Gets each event once, in the order of seq. */
  deliver(event: EventFrame): void;
  /** Gets the updates between the messages of a page. `afresh`: forget those known before. */
  updates?: ((updates: readonly Update[], afresh: boolean) => void) | undefined;
  onReset(): void;
  changed(): void;
}

export const createLog = (options: LogOptions, channel?: Channel) => {
  const { id, env, request } = options;
  const timeline = createTimeline(options.principal, options.seen);
  let epoch: string | undefined;
  const sequence = createSequence({
    ...env,
    ...options,
    deliver(event) {
      if (event.type !== 'conversation_update') timeline.apply(event);
      options.deliver(event);
    },
    fetchAfter: (after) =>
      request<EventPage>('GET', `/conversations/${id}/events`, {
        query: { after, epoch, channel },
      }),
  });
  let loads = 0;
  /** The newest page, or the one before or after a seq. */
  const page = (place: { before_seq?: Seq; after_seq?: Seq } = {}, limit = PAGE) =>
    request<MessageList>('GET', '/messages', {
      query: { conversation_id: id, limit, ...place, channel, updates: options.updates && true },
    });
  const learn = (found: MessageList, afresh = false) =>
    options.updates?.(found.updates ?? [], afresh);
  const before = async (seq: Seq, limit?: number) => {
    const found = await page({ before_seq: seq }, limit);
    return () => {
      timeline.before(seq, found);
      learn(found);
    };
  };
  const after = async (seq: Seq, limit?: number) => {
    const found = await page({ after_seq: seq }, limit);
    return () => {
      timeline.after(seq, found);
      learn(found);
    };
  };
  /** Puts pages in that were asked for; false if all was loaded afresh meanwhile. */
  const put = async (...asked: Promise<() => void>[]) => {
    const mine = loads;
    const shows = await Promise.all(asked);
    if (mine !== loads) return false;
    for (const show of shows) show();
    return true;
  };

  return {
    ...sequence,
    ...timeline,
    epoch: () => epoch,
    /** The newest page. Events go on from the head that it covers once it is shown. */
    async first() {
      const newest = await page();
      const { head_seq: head, epoch: since } = newest;
      return () => {
        // In another epoch, nothing that was known is valid.
        const other = !!epoch && epoch !== since;
        loads++;
        timeline.newest(newest, other ? Infinity : head);
        learn(newest, other);
        epoch = since;
        sequence.restart(head);
      };
    },
    /** The page before what is shown, and the one after it. */
    async older() {
      const { from } = timeline.shown();
      return from > 1 && put(before(from));
    },
    async newer() {
      const { to } = timeline.shown();
      return to < Infinity && put(after(to));
    },
    /** Shows what is around a seq; what is there already is not asked for. */
    async around(seq: Seq) {
      const loaded =
        timeline.isLoaded(seq) || (await put(before(seq + 1, PAGE / 2), after(seq, PAGE / 2)));
      if (loaded) timeline.show(seq);
      return loaded;
    },
    /** What the server says of this log, and its events. */
    hear(frame: ServerFrame) {
      if ('seq' in frame) {
        if (frame.channel === channel) sequence.offer(frame);
      } else if (frame.type === 'pong') {
        const heads = channel ? frame.data.staff_heads : frame.data.heads;
        sequence.saw(heads?.[id]);
      } else if (frame.type === 'subscribed' || frame.type === 'synced') {
        sequence.saw(channel ? frame.data.staff_head_seq : frame.data.head_seq);
      }
    },
    /** An acknowledged message may be ahead of its event. */
    settle(message: Message, head: Seq) {
      timeline.settle(message);
      sequence.saw(head);
    },
  };
};

export type Log = ReturnType<typeof createLog>;
