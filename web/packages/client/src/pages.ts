// How one of a conversation's two logs is read over REST.

import type { Request } from './request.ts';
import type { Channel, EventPage, MessagePage, Seq } from './wire.ts';

const PAGE = 50;

export const pagesOf = (request: Request, conversation_id: number, channel?: Channel) => ({
  /** The newest page, or the one before `before_seq`. */
  messages: (before_seq?: Seq) =>
    request<MessagePage>('GET', '/messages', {
      query: { conversation_id, limit: PAGE, before_seq, channel },
    }),
  after: (after: Seq, epoch: string | undefined) =>
    request<EventPage>('GET', `/conversations/${conversation_id}/events`, {
      query: { after, epoch, channel },
    }),
});
