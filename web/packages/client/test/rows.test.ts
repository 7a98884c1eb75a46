// The table of rows: in whatever order its news come, it ends with the newest of each.

import { conversationOf, frameOf, hintOf, updateOf } from '@walkie/testing';
import { describe, expect, it } from 'vitest';
import { createRows } from '../src/rows.ts';
import type { Conversation, ConversationChange } from '../src/wire.ts';

const AGENT = 'agent:3';
const START = { id: 1, version: 11, last_seq: 8, staff_last_seq: 2, read_seq: 0, unread: 3 };
const POSITIONS = {
  visitor_read_seq: 0,
  visitor_received_seq: 0,
  agent_read_seq: 0,
  agent_received_seq: 0,
};
const rowOf = (change: Partial<Conversation> = {}) =>
  conversationOf({
    ...START,
    ...POSITIONS,
    status: 'open',
    assignee_id: null,
    assignee: null,
    ...change,
  });
const event = (data: Partial<ConversationChange>, seq: number, staff = false) =>
  updateOf(data, { conversation_id: 1, seq, ...(staff && { channel: 'staff' }) });
const read = (type: 'visitor' | 'agent', id: number, read_seq: number, received_seq = read_seq) =>
  frameOf('read', { reader: { type, id }, read_seq, received_seq }, { conversation_id: 1 });

const setUp = (principal = AGENT) => {
  const rows = createRows(principal);
  const release = rows.hold(1);
  return { rows, release };
};

/** Every order of these. */
const orders = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, at) =>
        orders(all.filter((_, i) => i !== at)).map((rest) => [one, ...rest]),
      );

describe('the table of rows', () => {
  it('ends with the newest, in every order of rows, hints, events and positions', () => {
    const resolved = { status: 'resolved' as const, version: 12, last_seq: 9 };
    const urgent = { ...resolved, priority: 'urgent' as const, version: 13, staff_last_seq: 3 };
    const ana = { id: 3, name: 'Ana', avatar_url: null };
    const taken = { ...urgent, assignee_id: 3, assignee: ana, version: 14, last_seq: 10 };
    const older = rowOf({ ...resolved, read_seq: 4, unread: 1 });
    const newer = hintOf(rowOf({ ...urgent, visitor_read_seq: 5 }));
    const events = [
      event({ changed: { status: 'resolved' } }, 9),
      event({ changed: { priority: 'urgent' } }, 3, true),
      event({ changed: { assignee_id: 3 }, assignee_id: 3, assignee_name: 'Ana' }, 10),
    ];
    const theirs = read('visitor', 42, 6, 8);
    const news: ((rows: ReturnType<typeof createRows>) => void)[] = [
      (rows) => rows.put(older),
      (rows) => rows.hint(newer),
      ...events.map((one) => (rows: ReturnType<typeof createRows>) => rows.update(one)),
      (rows) => rows.hear(theirs),
    ];
    const last = hintOf(rowOf(taken));
    for (const order of orders(news)) {
      const { rows } = setUp();
      for (const tell of order) tell(rows);
      expect(rows.get(1)).toMatchObject({
        status: 'resolved',
        priority: 'urgent',
        assignee_id: 3,
        assignee: ana,
        read_seq: 4,
        unread: 1,
        visitor_read_seq: 6,
        visitor_received_seq: 8,
      });
      expect(rows.read(1)).toEqual({ mine: 4, theirs: 6, their_received: 8 });
      rows.hint(last);
      expect(rows.get(1)).toMatchObject({ version: 14, assignee: ana });
    }
  });

  it('L7: an event older than the row changes nothing; one that is newer goes when the row has it', () => {
    const { rows } = setUp();
    rows.put(rowOf({ status: 'pending' }));
    rows.update(event({ changed: { status: 'resolved' } }, 8));
    expect(rows.get(1)?.status).toBe('pending');
    rows.update(event({ changed: { status: 'resolved' } }, 9));
    expect(rows.get(1)?.status).toBe('resolved');
    // The row that has it, and what was changed after it.
    rows.hint(hintOf(rowOf({ version: 13, last_seq: 10, status: 'open' })));
    expect(rows.get(1)?.status).toBe('open');
    rows.update(event({ changed: { status: 'resolved' } }, 9));
    expect(rows.get(1)?.status).toBe('open');
  });

  it('keeps what a row tells of its assignee, and does not name one by another', () => {
    const { rows } = setUp();
    const bo = { id: 4, name: 'Bo', avatar_url: '/bo.png' };
    rows.put(rowOf({ assignee_id: 4, assignee: bo }));
    rows.update(event({ changed: { assignee_id: 4 }, assignee_id: 4, assignee_name: 'Bo' }, 9));
    expect(rows.get(1)?.assignee).toEqual(bo);
    rows.update(event({ changed: { assignee_id: null }, assignee_id: null }, 10));
    expect(rows.get(1)).toMatchObject({ assignee_id: null, assignee: null });
  });

  it('counts nothing as unread for who has read to the end, until something comes', () => {
    const { rows } = setUp();
    rows.put(rowOf());
    expect(rows.mark(1, 8)).toBe(true);
    expect(rows.mark(1, 5)).toBe(false);
    expect(rows.get(1)).toMatchObject({ read_seq: 8, unread: 0 });
    expect(rows.isSettled(1)).toBe(false);
    rows.hear(read('agent', 3, 8));
    expect(rows.isSettled(1)).toBe(true);
    rows.hint(hintOf(rowOf({ version: 12, last_seq: 9 })));
    expect(rows.get(1)?.unread).toBe(0);
    expect([rows.isSettled(1), rows.isCounted(1)]).toEqual([true, false]);
    rows.put(rowOf({ version: 12, last_seq: 9, read_seq: 8, unread: 1 }));
    expect(rows.get(1)?.unread).toBe(1);
    expect(rows.isCounted(1)).toBe(true);
  });

  it("another agent's reading is not one's own", () => {
    const { rows } = setUp();
    rows.put(rowOf());
    rows.hear(read('agent', 9, 8));
    expect(rows.get(1)).toMatchObject({ read_seq: 0, unread: 3, agent_read_seq: 8 });
    const visitors = setUp('visitor:42').rows;
    visitors.hear(read('agent', 9, 7, 8));
    expect(visitors.read(1)).toEqual({ mine: 0, theirs: 7, their_received: 8 });
  });

  it('gives the same object until something changed, and says what did', () => {
    const { rows } = setUp();
    const changed: number[] = [];
    const stop = rows.listen((id) => changed.push(id));
    rows.put(rowOf());
    const first = rows.get(1);
    expect(rows.get(1)).toBe(first);
    rows.mark(1, 1);
    expect(rows.get(1)).not.toBe(first);
    stop();
    rows.mark(1, 2);
    expect(changed).toEqual([1, 1]);
  });

  it('keeps a row while somebody holds it', () => {
    const { rows, release } = setUp();
    const other = rows.hold(1);
    rows.put(rowOf());
    rows.put(rowOf({ id: 2 }));
    expect(rows.get(2)).toBeNull();
    release();
    release();
    expect(rows.get(1)).not.toBeNull();
    other();
    expect(rows.get(1)).toBeNull();
  });
});
