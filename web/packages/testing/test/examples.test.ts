import type { Conversation, ServerFrame } from '@walkie/wire';
import { describe, expect, it } from 'vitest';
import {
  conversationOf,
  eventOf,
  example,
  exampleNames,
  frameOf,
  hintOf,
  messageOf,
  rowOf,
  updateOf,
  visitorsViewOf,
} from '../src/index.ts';

describe('examples', () => {
  it('are made of rows: later rows and own members replace, the rest stays', () => {
    const shared = rowOf('conversation', 'conversation.reader');
    const seen = example<Conversation>('body.conversation_visitor');
    expect(seen).toEqual({ ...shared, version: 9, read_seq: 6, unread: 1 });
    expect(seen.visitor).toEqual(rowOf('visitor'));
    expect(conversationOf()).toEqual({ ...shared, ...rowOf('conversation.staff') });
    expect(visitorsViewOf(conversationOf())).toEqual(shared);
  });

  it('keep no trace of how they are made', () => {
    for (const name of exampleNames('')) {
      if (name !== 'rows') expect(JSON.stringify(example(name))).not.toContain('$rows');
    }
  });

  it('say which row is missing', () => {
    expect(() => rowOf('nobody')).toThrow('has no "nobody"');
  });
});

describe('builders', () => {
  it('give a new object each time', () => {
    const one = messageOf();
    one.sender.name = 'changed';
    expect(messageOf().sender.name).toBe('Li Wei');
  });

  it('let the sender decide what follows from it', () => {
    const sender = { type: 'agent', id: 3, name: 'Ana', avatar_url: null } as const;
    expect(messageOf({ sender })).toMatchObject({ sender_id: 3, sender_is_agent: true });
  });

  it('make the frames that are in the examples', () => {
    expect(eventOf(messageOf())).toEqual(example('server.new_message'));
    expect(frameOf('ready')).toEqual(example('server.ready'));
    expect(updateOf({}, { seq: 40 }).seq).toBe(40);
    const hint: ServerFrame = frameOf('inbox', { conversation: hintOf(conversationOf()) });
    expect(hint).toEqual(example('server.inbox'));
  });
});
