// The conversation's row as last heard, and what was changed in it while it was open.

import type { createPositions } from './positions.ts';
import type { Activity } from './types.ts';
import type { Conversation, EventFrame } from './wire.ts';

type Change = Extract<EventFrame, { type: 'conversation_update' }>;

export const createRow = (positions: ReturnType<typeof createPositions>, now: () => number) => {
  let row: Conversation | null = null;
  let activity: readonly Activity[] = [];

  return {
    row: () => row,
    activity: () => activity,
    /** A row with a lower version is old news (L3). */
    learn(next: Partial<Conversation> & { version: number }) {
      if (row && next.version < row.version) return;
      row = { ...row, ...next } as Conversation;
      positions.ofRow(row);
      row.read_seq = positions.read().mine;
    },
    change({ seq, data: change }: Change) {
      const { status, assignee_id: id, assignee_name: name } = change;
      const known = row?.assignee?.id === id ? row.assignee : null;
      const named = id && name ? { id, name, avatar_url: null } : null;
      if (row) row = { ...row, status, assignee_id: id, assignee: known ?? named };
      activity = [...activity, { key: `!${seq}`, seq, at: now(), change }];
    },
    /** This side's position has moved. */
    read(everything: boolean) {
      const read_seq = positions.read().mine;
      if (row) row = { ...row, read_seq, unread: everything ? 0 : row.unread };
    },
  };
};
