// One of a conversation's logs as this side has it: its newest page and the older ones over REST,
// and from there on its events.

import type { Environment } from './environment.ts';
import type { Request } from './request.ts';
import { createSequence } from './sequence.ts';
import { createTimeline } from './timeline.ts';
import type { Channel, EventFrame, EventPage, Message, MessagePage, Seq } from './wire.ts';

const PAGE = 50;

export interface LogOptions {
  id: number;
  env: Environment;
  request: Request;
  principal: string;
  epoch(): string | undefined;
  deliver(event: EventFrame): void;
  onReset(): void;
  changed(): void;
}

export const createLog = (options: LogOptions, channel?: Channel) => {
  const { id, env, request } = options;
  const timeline = createTimeline(options.principal);
  const sequence = createSequence({
    ...env,
    ...options,
    fetchAfter: (after) =>
      request<EventPage>('GET', `/conversations/${id}/events`, {
        query: { after, epoch: options.epoch(), channel },
      }),
  });
  /** The newest page, or the one before what is here. */
  const page = (before_seq?: Seq) =>
    request<MessagePage>('GET', '/messages', {
      query: { conversation_id: id, limit: PAGE, before_seq, channel },
    });

  return {
    ...sequence,
    ...timeline,
    first: () => page(),
    async older() {
      const from = timeline.oldest();
      const { items, next } = await page(from?.seq);
      if (timeline.oldest() !== from) return false; // loaded afresh meanwhile
      timeline.page(items, next !== null && items.length > 0);
      return true;
    },
    /** The first page has come: events go on from the head that it covers. */
    restart({ items, next, head_seq: head }: MessagePage, sameEpoch: boolean) {
      timeline.page(items, next !== null, { head, sameEpoch });
      sequence.restart(head);
    },
    /** An acknowledged message may be ahead of its event. */
    settle(message: Message, head: Seq) {
      timeline.settle(message);
      sequence.saw(head);
    },
  };
};

export type Log = ReturnType<typeof createLog>;
