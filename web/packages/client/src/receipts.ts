// How far each side has received and read, and the conversation's row that says so. An entry of its
// own: a page that shows no "seen", no status and nothing unread needs none of it.

import type { PartOptions, ReceiptsPart } from './parts.ts';
import type { Conversation, ConversationChange, FrameData, Seq } from './wire.ts';

const MOMENT_MS = 100;

/** For `createClient({ receipts })`. */
export const showReceipts = (options: PartOptions): ReceiptsPart => {
  const { id, principal, request, send, changed, everyone } = options;
  const staff = !principal.startsWith('visitor');
  const moment = options.timer();
  let row: Conversation | null = null;
  // Positions only grow (L2).
  let read = { mine: 0, theirs: 0, their_received: 0 };
  let told = { read: 0, received: 0 };

  const moveTo = (mine: Seq, theirs = 0, their_received = 0) => {
    read = {
      mine: Math.max(read.mine, mine),
      theirs: Math.max(read.theirs, theirs),
      their_received: Math.max(read.their_received, their_received, theirs),
    };
  };
  /** Having read counts as having received. */
  const tell = () => {
    const { mine } = read;
    const received = Math.max(0, everyone.last());
    const say = (type: 'read' | 'received', seq: Seq) => send({ type, conversation_id: id, seq });
    if (mine > told.read) say('read', mine);
    // Also in the same moment: what came after that was received and not read.
    if (received > Math.max(told.received, mine)) say('received', received);
    told = { read: mine, received: Math.max(received, mine) };
  };
  /** Tells a moment later, once for many messages. */
  const tellSoon = () => {
    if (!moment.due()) moment.set(tell, MOMENT_MS);
  };
  /** Takes a row over, unless its version is lower than the known one (L3). */
  const learn = (next: Partial<Conversation> & { version: number }) => {
    if (row && next.version < row.version) return;
    row = { ...row, ...next } as Conversation;
    if (staff) moveTo(row.read_seq ?? 0, row.visitor_read_seq, row.visitor_received_seq);
    else moveTo(row.read_seq ?? 0, row.agent_read_seq, row.agent_received_seq);
    row.read_seq = read.mine;
  };
  /**
   * L7: only what changed is merged. The two logs do not come in step: the state that an event of the
   * staff log tells may be older than the row. Events from before `changed` tell status and assignee.
   */
  const change = ({ status, assignee_id, assignee_name: name, changed }: ConversationChange) => {
    if (!row) return;
    row = { ...row, ...(changed ?? { status, assignee_id }) };
    if ((row.assignee?.id ?? null) === row.assignee_id) return;
    const named = row.assignee_id === assignee_id && assignee_id !== null && name !== null;
    row.assignee = named ? { id: assignee_id, name, avatar_url: null } : null;
  };
  const heard = ({ reader, read_seq, received_seq }: FrameData<'read'>) => {
    if (`${reader.type}:${reader.id}` === principal) moveTo(read_seq);
    else if ((reader.type === 'visitor') === staff) moveTo(0, read_seq, received_seq);
  };

  return {
    shown: () => ({ conversation: row, read }),
    read: () => read,
    async load() {
      learn(await request<Conversation>('GET', `/conversations/${id}`));
      changed();
    },
    hear(frame) {
      if (frame.type === 'read') heard(frame.data);
      else if (frame.type === 'inbox') {
        if (frame.data.conversation.id === id) learn(frame.data.conversation);
      } else if (frame.type === 'conversation_update') change(frame.data);
      else if (frame.type === 'synced') {
        // Tell the positions again: a frame that told them may have been lost.
        if ('head_seq' in frame.data) told = { read: 0, received: 0 };
        tellSoon();
      } else if ('seq' in frame && !everyone.mine(frame.data)) tellSoon();
    },
    mark(seq = everyone.last()) {
      if (seq <= read.mine) return;
      moveTo(seq);
      const unread = seq >= everyone.last() ? 0 : (row?.unread ?? 0);
      if (row) row = { ...row, read_seq: read.mine, unread };
      tellSoon();
      changed();
    },
    close() {
      // Who reads and leaves at once has read all the same.
      if (moment.due()) tell();
      moment.stop();
    },
  };
};
