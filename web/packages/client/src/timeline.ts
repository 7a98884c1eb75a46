// The messages of one log as a page draws them: every id once, in order. Pure: knows no clock and no
// network.

import type { OutboxEntry } from './environment.ts';
import type { LoggedMessage, MessageView, OutgoingMessage } from './types.ts';
import type { EventFrame, List, Message, Seq } from './wire.ts';

export interface Positions {
  theirs: Seq;
  their_received: Seq;
}

export const createTimeline = (principal: string, seen: (message: Message) => void) => {
  const messages = new Map<number, Message>();
  // Edits of messages that are not loaded yet: a page that arrives later may be older than the edit.
  const edits = new Map<number, Message>();
  const views = new WeakMap<Message, LoggedMessage>();
  let oldest: Message | undefined;
  let more = false;

  const put = (message: Message) => {
    if (!messages.has(message.id)) messages.set(message.id, edits.get(message.id) ?? message);
    if (mine(message)) seen(message);
  };

  const mine = ({ sender }: Message) => `${sender.type}:${sender.id}` === principal;

  const stateOf = (message: Message, at: Positions) => {
    const { seq, channel } = message;
    if (channel || seq > at.their_received) return 'sent';
    return seq > at.theirs ? 'delivered' : 'seen';
  };

  const viewOf = (message: Message, at: Positions) => {
    const own = mine(message);
    const state = own ? stateOf(message, at) : 'received';
    let view = views.get(message);
    if (view?.state !== state) {
      const { id, client_id, content, created_at, channel } = message;
      const key = (own && client_id) || `#${id}`;
      view = { key, state, mine: own, content, note: !!channel, created_at, message };
      views.set(message, view);
    }
    return view;
  };

  return {
    mine,
    apply({ type, data }: Exclude<EventFrame, { type: 'conversation_update' }>) {
      if (type === 'new_message') put(data);
      else (messages.has(data.id) ? messages : edits).set(data.id, data);
    },
    /** Puts an acknowledged message in, unless it belongs to a page that is not loaded. */
    settle(message: Message) {
      if (!more || (oldest && message.seq > oldest.seq)) put(message);
    },
    /** A page as the server has it. The newest replaces what was known up to `head`. */
    page({ items, next }: List<Message>, head = -1) {
      for (const [id, { seq }] of messages) if (seq <= head) messages.delete(id);
      for (const item of items) put(item);
      more = !!next && items.length > 0;
      oldest = items[0] ?? (head < 0 ? oldest : undefined);
    },
    oldest: () => oldest,
    /** The server has older ones. */
    more: () => more,
    views: (at: Positions) =>
      [...messages.values()].sort((a, b) => a.seq - b.seq).map((message) => viewOf(message, at)),
  };
};

const outgoing = new WeakMap<OutboxEntry, OutgoingMessage>();

/** An entry of the outbox as a bubble: the same one until the entry changes. */
const bubbleOf = (entry: OutboxEntry) => {
  let bubble = outgoing.get(entry);
  if (!bubble) {
    bubble = { ...entry, key: entry.client_id, note: !!entry.note, mine: true } as OutgoingMessage;
    outgoing.set(entry, bubble);
  }
  return bubble;
};

/** The log's messages and the outbox: what failed stands where it was refused, the rest is last. */
export const placed = (logged: readonly LoggedMessage[], queue: readonly OutboxEntry[]) => {
  const all: MessageView[] = [...logged];
  for (const entry of queue) {
    const { state, after, note = false, created_at } = entry;
    const isBefore = (view: MessageView) => {
      if (!('message' in view)) return view.created_at < created_at;
      if (after === undefined) return view.created_at <= created_at;
      return view.note === note && view.message.seq <= after;
    };
    const at = state === 'failed' ? all.findLastIndex(isBefore) + 1 : all.length;
    all.splice(at, 0, bubbleOf(entry));
  }
  return all;
};
