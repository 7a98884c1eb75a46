// The messages of one log as a page draws them: every id once, in order. What is loaded may have holes;
// what is shown has none: it is the range of one seq, mostly of the newest. Pure: knows no clock and no
// network.

import type { OutboxEntry } from './environment.ts';
import { covering, type Range, rangeWith } from './ranges.ts';
import type { LoggedMessage, MessageView, OutgoingMessage } from './types.ts';
import type { EventFrame, Message, MessageList, Seq } from './wire.ts';

export interface Positions {
  theirs: Seq;
  their_received: Seq;
}

/** Before a page has told otherwise: as if there were nothing else. */
const WHOLE: Range = { from: 1, to: Infinity };

export const createTimeline = (principal: string, seen: (message: Message) => void) => {
  const messages = new Map<number, Message>();
  // Edits of messages that are not loaded yet: a page that arrives later may be older than the edit.
  const edits = new Map<number, Message>();
  const views = new WeakMap<Message, LoggedMessage>();
  let ranges: readonly Range[] = [WHOLE];
  /** The seq whose range is shown; Infinity: the newest. */
  let anchor = Infinity;

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

  const shown = () => rangeWith(ranges, anchor) ?? WHOLE;
  const isLoaded = (seq: Seq) => !!rangeWith(ranges, seq);
  const isShown = (seq: Seq) => shown().from <= seq && seq <= shown().to;
  const take = (items: readonly Message[], range: Range) => {
    for (const item of items) put(item);
    ranges = covering(ranges, range);
  };
  /** Where a page that goes back begins. */
  const startOf = ({ items, next }: MessageList) => (next && items[0] ? items[0].seq : 1);

  return {
    mine,
    apply({ type, data }: Exclude<EventFrame, { type: 'conversation_update' }>) {
      if (type === 'new_message') put(data);
      else (messages.has(data.id) ? messages : edits).set(data.id, data);
    },
    /** Puts an acknowledged message in, unless it belongs to a page that is not loaded. */
    settle(message: Message) {
      if (isLoaded(message.seq)) put(message);
    },
    /** The newest page as the server has it. It replaces what was known up to `head`. */
    newest(page: MessageList, head: Seq) {
      for (const [id, { seq }] of messages) if (seq <= head) messages.delete(id);
      ranges = [];
      anchor = Infinity;
      take(page.items, { from: startOf(page), to: Infinity });
    },
    /** The page that ends before `seq`. */
    before(seq: Seq, page: MessageList) {
      take(page.items, { from: startOf(page), to: seq - 1 });
    },
    /** The page that begins after `seq`. */
    after(seq: Seq, page: MessageList) {
      const last = page.next ? page.items.at(-1)?.seq : undefined;
      take(page.items, { from: seq + 1, to: last ?? Math.max(seq, page.head_seq) });
    },
    shown,
    isShown,
    isLoaded,
    /** Shows the range of this seq, which is loaded. */
    show(seq: Seq) {
      anchor = seq;
    },
    oldest: () => {
      let first: Message | undefined;
      for (const message of messages.values())
        if (isShown(message.seq) && !(first && first.seq < message.seq)) first = message;
      return first;
    },
    /** The server has older ones than are shown. */
    more: () => shown().from > 1,
    /** The server has newer ones than are shown. */
    moreAfter: () => shown().to < Infinity,
    views: (at: Positions) =>
      [...messages.values()]
        .filter(({ seq }) => isShown(seq))
        .sort((a, b) => a.seq - b.seq)
        .map((message) => viewOf(message, at)),
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
      // Only messages of one log can be compared by seq.
      if (after === undefined || view.note !== note) return view.created_at <= created_at;
      return view.message.seq <= after;
    };
    const at = state === 'failed' ? all.findLastIndex(isBefore) + 1 : all.length;
    all.splice(at, 0, bubbleOf(entry));
  }
  return all;
};
