import type { Activity, MessageView } from '@walkie/client';
import { describe, expect, it } from 'vitest';
import { freshAfter } from '../src/hooks/useThreadScroll.ts';
import { type Row, threadRows } from '../src/model/rows.ts';
import { activity, failed, heard, minutes, pending, said } from './nouns.ts';

const drawn = (
  messages: MessageView[],
  more: {
    activity?: Activity[];
    hasOlder?: boolean;
    unread?: { after: number; upTo: number };
  } = {},
) => threadRows({ messages, activity: [], hasOlder: true, unread: null, ...more });

/** `seq` alone, `(seq` where a run starts, `seq)` where it ends. */
function picture(rows: readonly Row[]): string {
  return rows
    .map((row) => {
      if (row.kind === 'unread') return `new:${row.count}`;
      if (row.kind === 'activity') return `act:${row.activity.seq}`;
      if (row.kind !== 'message') return row.kind;
      return `${row.first ? '(' : ''}${row.key.replace('client-', '')}${row.last ? ')' : ''}`;
    })
    .join(' ');
}

describe('runs', () => {
  it('groups one sender within a minute', () => {
    const close = [
      heard(1),
      heard(2, { created_at: minutes(1.5) }),
      heard(3, { created_at: minutes(4) }),
    ];
    expect(picture(drawn(close))).toBe('(1 2) (3)');
  });
  it('ends with the sender, and where a note begins', () => {
    const at = { created_at: minutes(1) };
    const note = said(1, { ...at, channel: 'staff', client_id: 'note' });
    expect(picture(drawn([heard(1), said(2, at), note]))).toBe('(1) (2) (note)');
  });
  it('includes what is still on its way', () => {
    expect(picture(drawn([said(1), pending('p', 1.2)]))).toBe('(1 p)');
  });
  it('tells of the newest that was seen, though the run goes on', () => {
    const mine = (seq: number, state: 'seen' | 'sent') =>
      ({ ...said(1 + seq / 10, { client_id: `${seq}` }), state }) as MessageView;
    const run = (...states: ('seen' | 'sent')[]) =>
      picture(drawn(states.map((state, at) => mine(at, state))));
    expect(run('seen', 'seen', 'sent', 'sent')).toBe('(0 1) 2 3)');
    expect(run('seen', 'seen', 'seen')).toBe('(0 1 2)');
  });
  it('keeps a key from pending to sent, so that the bubble stays one element', () => {
    const [before] = drawn([pending('client-4', 4)]);
    const [after] = drawn([said(4)]);
    expect(after?.key).toBe(before?.key);
  });
});

describe('days', () => {
  const later = heard(2, { created_at: minutes(24 * 60) });

  it('separates days', () => {
    expect(picture(drawn([heard(1), later], { hasOlder: false }))).toBe('start day (1) day (2)');
  });
  it('leaves the first row alone while older ones may come: prepending must not jump', () => {
    expect(picture(drawn([heard(1), later], { hasOlder: true }))).toBe('(1) day (2)');
  });
});

describe('first unread', () => {
  it('counts visitors’ messages after the position, not answers or notes', () => {
    const note = heard(9, { channel: 'staff', client_id: 'n' });
    const rows = drawn([heard(1), heard(2), said(3), note, heard(4)], {
      unread: { after: 1, upTo: 4 },
    });
    expect(picture(rows)).toBe('(1) new:2 (2) (3) (n) (4)');
  });
  it('does not grow with what arrives while the thread is open', () => {
    const rows = drawn([heard(1), heard(2), heard(3)], { unread: { after: 1, upTo: 2 } });
    expect(picture(rows)).toBe('(1) new:1 (2) (3)');
  });
  it('is not drawn when everything was read', () => {
    expect(picture(drawn([heard(1), said(2)], { unread: { after: 1, upTo: 2 } }))).toBe('(1) (2)');
  });
});

describe('activity', () => {
  it('stands at its place in the log and ends a run', () => {
    const close = [heard(1), heard(3, { created_at: minutes(1.2) })];
    expect(picture(drawn(close, { activity: [activity(2)] }))).toBe('(1) act:2 (3)');
  });
  const changes = { activity: [activity(2), activity(3), activity(6)] };
  it('stands above what is still on its way, whatever clock that has', () => {
    const moved = { ...pending('m', 0), state: 'moved' } as MessageView;
    expect(picture(drawn([heard(1), pending('p', 2.5), moved], changes))).toBe(
      '(1) act:2 act:3 act:6 (p) (m)',
    );
  });
  it('stands where it is when what was on its way is sent', () => {
    expect(picture(drawn([heard(1), said(4)], changes))).toBe('(1) act:2 act:3 (4) act:6');
  });
  it('stands above a note that was written later, and below one that was written before', () => {
    const note = (at: number) =>
      heard(1, { channel: 'staff', client_id: `n${at}`, created_at: minutes(at) });
    expect(picture(drawn([heard(1), note(1.5), note(4), heard(5)], changes))).toBe(
      '(1) (n1.5) act:2 act:3 (n4) (5) act:6',
    );
  });
  it('stands above what was refused after it', () => {
    const views = [heard(1), failed('late', 2.5, 3), heard(5)];
    expect(picture(drawn(views, changes))).toBe('(1) act:2 act:3 (late) (5) act:6');
    expect(picture(drawn([heard(1), failed('f', 2.5)], changes))).toBe('(1) act:2 (f) act:3 act:6');
    const note = { ...failed('n', 2.5, 9), note: true };
    expect(picture(drawn([heard(1), note], changes))).toBe('(1) act:2 (n) act:3 act:6');
  });
  it('knows the change before it', () => {
    const rows = drawn([heard(1)], { activity: [activity(3), activity(2)] });
    const befores = rows.map((row) => (row.kind === 'activity' ? row.before?.seq : '-'));
    expect(befores).toEqual(['-', undefined, 2]);
  });
});

describe('freshAfter', () => {
  it('counts others’ messages below the one where the reader left', () => {
    const rows = drawn([heard(1), heard(2), said(3), heard(4)]);
    expect(freshAfter(rows, 'client-1')).toBe(2);
    expect(freshAfter(rows, 'unknown')).toBe(0);
    expect(freshAfter(rows, null)).toBe(0);
  });
});
