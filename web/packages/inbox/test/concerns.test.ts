import { describe, expect, it } from 'vitest';
import { createConcerns } from '../src/model/concerns.ts';
import { conversation, minutes } from './nouns.ts';

const ME = 1;
const row = (id: number, change = {}) => conversation({ id, last_seq: 3, read_seq: 3, ...change });

describe('concerns', () => {
  it('counts mine and unassigned that are open and unread, whichever list is shown', () => {
    const concerns = createConcerns(ME);
    concerns.learn([
      row(1, { unread: 2, read_seq: 1, assignee_id: ME }),
      row(2, { unread: 1, read_seq: 2 }),
      row(3),
      row(4, { unread: 1, read_seq: 2, assignee_id: 2 }),
      row(5, { unread: 1, read_seq: 2, status: 'resolved' }),
    ]);
    expect(concerns.waiting()).toBe(2);
  });
  it('calls for the first message and for the second, by the server’s clock', () => {
    const concerns = createConcerns(ME);
    // Long ago and long ahead: what this machine thinks of the time does not matter.
    concerns.learn([row(1, { last_message_at: '2001-01-01T00:00:00.000Z' })]);
    const wrote = (n: number, more = {}) =>
      concerns.hear(row(1, { last_seq: 3 + n, last_message_at: minutes(n), ...more }));
    expect(wrote(1)).toBe('message');
    expect(wrote(1)).toBeNull();
    expect(wrote(2)).toBe('message');
    expect(concerns.waiting()).toBe(1);
    expect(wrote(3, { last_message_is_agent: true })).toBeNull();
    expect(wrote(4, { assignee_id: 2 })).toBeNull();
    expect(concerns.waiting()).toBe(0);
  });
  it('calls for a new conversation, and for one that a colleague hands over', () => {
    const concerns = createConcerns(ME);
    concerns.learn([row(1)]);
    expect(concerns.hear(row(7, { last_message_at: minutes(9) }))).toBe('message');
    expect(concerns.hear(row(1, { assignee_id: ME }))).toBe('assigned');
    expect(concerns.hear(row(1, { assignee_id: ME }))).toBeNull();
    const colleagues = { assignee_id: ME, last_message_at: minutes(2), updated_at: minutes(30) };
    expect(concerns.hear(row(9, colleagues))).toBe('assigned');
    concerns.take(8);
    expect(concerns.hear(row(8, { assignee_id: ME, last_message_is_agent: true }))).toBeNull();
  });
  it('is read where it is read, also when the word of it comes first', () => {
    const concerns = createConcerns(ME);
    concerns.learn([row(1, { unread: 1, read_seq: 2 })]);
    expect(concerns.read(1, 3)).toBe(true);
    expect(concerns.read(1, 3)).toBe(false);
    expect(concerns.waiting()).toBe(0);
    // A page that was on its way may be older than that.
    concerns.learn([row(1, { unread: 1, read_seq: 2 })]);
    expect(concerns.waiting()).toBe(0);
    concerns.read(1, 4);
    concerns.hear(row(1, { last_seq: 4, last_message_at: minutes(9) }));
    expect(concerns.waiting()).toBe(0);
  });
  it('an answer that was on its way takes nothing back from what was heard meanwhile', () => {
    const concerns = createConcerns(ME);
    concerns.learn([row(1, { version: 4 })]);
    const asked = concerns.moment();
    concerns.hear(row(1, { version: 5, last_seq: 4, last_message_at: minutes(9) }));
    concerns.hear(row(2, { version: 2, last_seq: 4, last_message_at: minutes(9) }));
    concerns.learn([row(1, { version: 4 })], asked);
    expect(concerns.waiting()).toBe(2);
    // The next answer has them.
    const read = { last_seq: 4, read_seq: 4, unread: 0, last_message_at: minutes(9) };
    concerns.learn([row(1, { version: 5, ...read })], concerns.moment());
    expect(concerns.waiting()).toBe(0);
  });
  it('has what the list has counted, as soon as the list shows it', () => {
    const concerns = createConcerns(ME);
    concerns.learn([row(1, { version: 4, unread: 1, read_seq: 2 }), row(2, { assignee_id: 2 })]);
    // The last place of the log is a change, not a message: nothing is unread before it.
    expect(concerns.counted(row(1, { version: 4, read_seq: 2, unread: 0 }))).toBe(true);
    expect(concerns.waiting()).toBe(0);
    expect(concerns.counted(row(1, { version: 4, read_seq: 2, unread: 2 }))).toBe(true);
    expect(concerns.waiting()).toBe(1);
    expect(concerns.counted(row(1, { version: 4, read_seq: 2, unread: 1 }))).toBe(false);
    // A colleague's does not count, and a version that is still to be heard still calls.
    expect(concerns.counted(row(2, { unread: 1 }))).toBe(false);
    const next = { version: 5, last_seq: 4, last_message_at: minutes(9) };
    expect(concerns.counted(row(1, { ...next, unread: 3 }))).toBe(false);
    expect(concerns.hear(row(1, next))).toBe('message');
  });
  it('says nothing before it knows how things were', () => {
    const concerns = createConcerns(ME);
    expect(concerns.hear(row(1, { last_message_at: minutes(9) }))).toBeNull();
    expect(concerns.hear(row(2, { assignee_id: ME, last_message_is_agent: true }))).toBeNull();
  });
});
