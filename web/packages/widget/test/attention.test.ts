import type { ConversationSnapshot } from '@walkie/client';
import { describe, expect, it } from 'vitest';
import { unreadIn } from '../src/app/attention.ts';
import { hostOrigin } from '../src/app/host.ts';
import { inboxOf } from '../src/app/start.tsx';
import { newClientId } from '../src/session/client_id.ts';

const heard = (seq: number) => ({ state: 'received', message: { seq, id: seq, deleted_at: null } });
const own = (seq: number) => ({ state: 'sent', message: { seq, id: seq, deleted_at: null } });
const snapshot = (messages: unknown[], read: number, more: Partial<ConversationSnapshot> = {}) =>
  ({ messages, read: { mine: read }, hasOlder: false, ...more }) as ConversationSnapshot;

describe('unread', () => {
  it('counts what others wrote after the read position', () => {
    expect(unreadIn(snapshot([heard(1), own(2), heard(3), heard(4)], 1))).toBe(2);
    expect(unreadIn(snapshot([heard(1), own(2)], 1))).toBe(0);
  });

  it('asks the row when more is unread than is loaded', () => {
    const row = { unread: 73 } as ConversationSnapshot['conversation'];
    const messages = [heard(60), heard(61)];
    expect(unreadIn(snapshot(messages, 3, { hasOlder: true, conversation: row }))).toBe(73);
    expect(unreadIn(snapshot(messages, 60, { hasOlder: true, conversation: row }))).toBe(1);
  });

  it('leaves out what was deleted', () => {
    const gone = { state: 'received', message: { seq: 4, id: 4, deleted_at: '2026-11-22T10:00Z' } };
    expect(unreadIn(snapshot([heard(3), gone], 1))).toBe(1);
  });

  it('says 100 for more than 99', () => {
    const many = Array.from({ length: 150 }, (_, index) => heard(index + 1));
    expect(unreadIn(snapshot(many, 0))).toBe(100);
  });
});

describe('the address of the frame', () => {
  it('names an origin, or nobody', () => {
    expect(hostOrigin(`#${encodeURIComponent('https://shop.example:8443')}`)).toBe(
      'https://shop.example:8443',
    );
    for (const bad of [
      '',
      '#',
      '#null',
      '#*',
      '#https://a.example/path',
      '#%E0%A4%A',
      '#javascript:x',
    ]) {
      expect(hostOrigin(bad)).toBe(null);
    }
  });

  it('names an inbox, else the first', () => {
    expect(inboxOf('?inbox=3')).toBe(3);
    for (const bad of ['', '?inbox=', '?inbox=-1', '?inbox=1.5', '?inbox=x']) {
      expect(inboxOf(bad)).toBe(1);
    }
  });
});

describe('client ids', () => {
  it('are UUIDv7: unique, and in the order of time', () => {
    const ids = [1, 2, 3].map((at) => newClientId(1_795_000_000_000 + at));
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(Array.from({ length: 100 }, () => newClientId(0))).size).toBe(100);
  });
});
