// The messages of one conversation as a page draws them: both logs merged, every id once, the
// outbox's at the end. Pure: knows no clock and no network.

import type { OutboxEntry } from './environment.ts';
import type { MessageView } from './types.ts';
import type { EventFrame, Message, Person, Seq } from './wire.ts';

export interface Positions {
  theirs: Seq;
  their_received: Seq;
}

interface Half {
  oldest: Message | undefined;
  more: boolean;
}

const isNote = (message: Message) => message.channel === 'staff';

export const createTimeline = (me: Person) => {
  const messages = new Map<number, Message>();
  // Edits of messages that are not loaded: a page that was on its way may be older than they are.
  const edits = new Map<number, Message>();
  const open: Half = { oldest: undefined, more: false };
  const notes: Half = { oldest: undefined, more: false };
  const half = (note: boolean) => (note ? notes : open);
  let views = new Map<unknown, MessageView>();

  const put = (message: Message) => {
    if (!messages.has(message.id)) messages.set(message.id, edits.get(message.id) ?? message);
  };

  const mine = ({ sender }: Message) => sender.type === me.type && sender.id === me.id;

  const stateOf = (message: Message, at: Positions) => {
    if (!mine(message)) return 'received';
    if (isNote(message)) return 'sent';
    return message.seq <= at.theirs
      ? 'seen'
      : message.seq <= at.their_received
        ? 'delivered'
        : 'sent';
  };

  const viewOf = (message: Message, at: Positions): MessageView => {
    const state = stateOf(message, at);
    const before = views.get(message);
    if (before?.state === state) return before;
    return {
      key: (mine(message) && message.client_id) || `#${message.id}`,
      state,
      mine: mine(message),
      content: message.content,
      note: isNote(message),
      created_at: message.created_at,
      message,
    };
  };

  return {
    mine,
    apply(event: EventFrame) {
      if (event.type === 'conversation_update') return;
      if (event.type === 'new_message') put(event.data);
      else if (messages.has(event.data.id)) messages.set(event.data.id, event.data);
      else edits.set(event.data.id, event.data);
    },
    /** An acknowledged message, perhaps ahead of its event. Not if it belongs to a page not loaded. */
    settle(message: Message) {
      const { oldest, more } = half(isNote(message));
      if (!more || (oldest && message.seq > oldest.seq)) put(message);
    },
    /** A page as the server has it; `fresh` when it replaces what was known up to `head`. */
    page(
      items: Message[],
      more: boolean,
      note: boolean,
      fresh?: { head: Seq; sameEpoch: boolean },
    ) {
      if (fresh)
        for (const [id, known] of messages)
          if (isNote(known) === note && !(fresh.sameEpoch && known.seq > fresh.head))
            messages.delete(id);
      for (const item of items) put(item);
      const at = half(note);
      at.more = more;
      at.oldest = items[0] ?? (fresh ? undefined : at.oldest);
    },
    oldest: (note: boolean) => half(note).oldest?.seq,
    hasOlder: () => open.more || notes.more,
    hasMore: (note: boolean) => half(note).more,
    /** Notes that belong between loaded messages are not loaded yet. */
    needsNotes: () => notes.more && open.more && (notes.oldest?.id ?? 0) > (open.oldest?.id ?? 0),
    views(outbox: readonly OutboxEntry[], at: Positions): MessageView[] {
      // Older notes wait for the messages around them.
      const from = open.more ? (open.oldest?.id ?? 0) : 0;
      const sorted = [...messages.values()]
        .filter((message) => !isNote(message) || message.id >= from)
        .sort((a, b) => (isNote(a) === isNote(b) ? a.seq - b.seq : a.id - b.id));
      const next = new Map<unknown, MessageView>();
      for (const message of sorted) next.set(message, viewOf(message, at));
      for (const entry of outbox) next.set(entry, views.get(entry) ?? outgoing(entry));
      views = next;
      return [...next.values()];
    },
  };
};

const outgoing = (entry: OutboxEntry) => {
  const { client_id: key, note, problem } = entry;
  const came = problem && { came: problem.messages ?? [] };
  return { ...entry, ...came, key, note: !!note, mine: true } as MessageView;
};
