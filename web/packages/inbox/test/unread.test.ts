import { describe, expect, it } from 'vitest';
import { outOfReach, spanOf } from '../src/model/unread.ts';
import { conversation, heard } from './nouns.ts';

const thread = (mine: number, last_seq: number, loading = false) => ({
  loading,
  last_seq,
  read: { mine, theirs: 0, their_received: 0 },
});

describe('spanOf', () => {
  it('waits for the thread and then stays where reading began', () => {
    expect(spanOf(null, thread(0, 0, true), true)).toBeNull();
    const span = spanOf(null, thread(3, 9), true);
    expect(span).toEqual({ after: 3, upTo: 9 });
    expect(spanOf(span, thread(9, 12), true)).toBe(span);
  });
  it('grows while nobody looks, and starts anew when all before was read', () => {
    const span = { after: 3, upTo: 9 };
    expect(spanOf(span, thread(5, 12), false)).toEqual({ after: 3, upTo: 12 });
    expect(spanOf(span, thread(9, 12), false)).toEqual({ after: 9, upTo: 12 });
    expect(spanOf(span, thread(9, 9), false)).toBe(span);
  });
});

describe('outOfReach', () => {
  const snapshot = (oldest: number, unread: number, hasOlder = true) =>
    ({ messages: [heard(oldest)], hasOlder, conversation: conversation({ unread }) }) as never;
  it('is true while the first unread message is in an older page', () => {
    expect(outOfReach(snapshot(20, 5), { after: 10, upTo: 30 })).toBe(true);
    expect(outOfReach(snapshot(11, 5), { after: 10, upTo: 30 })).toBe(false);
    expect(outOfReach(snapshot(20, 0), { after: 10, upTo: 30 })).toBe(false);
    expect(outOfReach(snapshot(20, 5, false), { after: 10, upTo: 30 })).toBe(false);
    expect(outOfReach(snapshot(20, 5), null)).toBe(false);
  });
});
