import { describe, expect, it } from 'vitest';
import { FakeServer } from '../src/index.ts';

const visitor = { type: 'visitor', id: 7, name: 'Li Wei' } as const;
const agent = { type: 'agent', id: 3, name: 'Ana' } as const;
const said = (content: string, client_id?: string) => ({
  conversation_id: 1,
  sender: visitor,
  content,
  ...(client_id && { client_id }),
});

describe('the fake server', () => {
  it('S1b: knows a message by its sender and client_id', () => {
    const server = new FakeServer();
    const first = server.post(said('hello', 'a'));
    expect(server.post(said('hello', 'a'))).toEqual({ message: first.message, created: false });
    expect(server.post({ ...said('hello', 'a'), sender: agent }).created).toBe(true);
    expect(server.head(1)).toBe(2);
  });

  it('gives each log seqs without gaps, and tells each event once', () => {
    const server = new FakeServer(() => 0);
    const told: string[] = [];
    server.publish = (event) => told.push(`${event.type} ${event.channel ?? ''}${event.seq}`);
    const { message } = server.post(said('one'));
    server.post({ ...said('between us'), sender: agent, note: true });
    server.edit(message, 'two');
    server.delete(message);
    server.change(1, { status: 'resolved' });
    expect(told).toEqual([
      'new_message 1',
      'new_message staff1',
      'message_edited 2',
      'message_deleted 3',
      'conversation_update 4',
    ]);
    expect(server.row(1)).toMatchObject({ last_seq: 4, staff_last_seq: 1, status: 'resolved' });
    expect(server.messages(1)).toMatchObject([{ content: '', seq: 1 }]);
  });

  it('pages from the newest message on', () => {
    const server = new FakeServer();
    for (let n = 1; n <= 5; n++) server.post(said(`m${n}`));
    const page = (query: string) =>
      server.messagePage(new URLSearchParams(`conversation_id=1&limit=2${query}`));
    expect(page('').items.map(({ content }) => content)).toEqual(['m4', 'm5']);
    expect(page(`&before_seq=${page('').next}`).items.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(page('&before_seq=2')).toMatchObject({ items: [{ seq: 1 }], next: null });
  });

  it('C5a: sends the backlog between subscribed and synced, notes to staff only', () => {
    const server = new FakeServer();
    server.post(said('one'));
    server.post({ ...said('note'), sender: agent, note: true });
    const frames = (staff: boolean) =>
      server
        .backlog({ type: 'subscribe', conversation_id: 1, since: 0, staff_since: 0 }, staff)
        .map(({ type }) => type);
    expect(frames(false)).toEqual(['subscribed', 'new_message', 'synced']);
    expect(frames(true)).toEqual(['subscribed', 'new_message', 'new_message', 'synced']);
  });

  it('L4: a cursor of another epoch is void', () => {
    const server = new FakeServer();
    server.post(said('one'));
    expect(server.eventPage(1, new URLSearchParams('after=0&epoch=old'))).toMatchObject({
      reset: true,
      events: [],
    });
    expect(server.eventPage(1, new URLSearchParams('after=0&epoch=e1')).events).toHaveLength(1);
  });
});
