// How far each side has read and received. Positions only grow (L2), and a newer one wins; what was
// told and lost on the way is told again after the next resync.

import type { ClientFrame, Conversation, Person, ReadPosition, Seq } from './wire.ts';

export const createPositions = (
  me: Person,
  conversation_id: number,
  send: (frame: ClientFrame) => void,
) => {
  const staff = me.type !== 'visitor';
  let read = { mine: 0, theirs: 0, their_received: 0 };
  let told = { read: 0, received: 0 };

  const moveTo = (mine: Seq, theirs = 0, received = 0) => {
    read = {
      mine: Math.max(read.mine, mine),
      theirs: Math.max(read.theirs, theirs),
      their_received: Math.max(read.their_received, received, theirs),
    };
  };

  return {
    read: () => read,
    moveTo,
    ofRow(row: Conversation) {
      if (staff) moveTo(row.read_seq ?? 0, row.visitor_read_seq, row.visitor_received_seq);
      else moveTo(row.read_seq ?? 0, row.agent_read_seq, row.agent_received_seq);
    },
    heard({ reader, read_seq, received_seq }: ReadPosition) {
      if (reader.type === me.type && reader.id === me.id) moveTo(read_seq);
      else if ((reader.type === 'visitor') === staff) moveTo(0, read_seq, received_seq);
    },
    /** Having read counts as having received. */
    tell(received: Seq) {
      const { mine } = read;
      if (mine > told.read) send({ type: 'read', conversation_id, seq: mine });
      else if (received > Math.max(told.received, mine))
        send({ type: 'received', conversation_id, seq: received });
      told = { read: mine, received };
    },
    tellAgain() {
      told = { read: 0, received: 0 };
    },
  };
};
