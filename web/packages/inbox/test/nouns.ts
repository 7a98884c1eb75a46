// Nouns for tests: complete objects of which a test names only what it is about.
import type { Activity, Conversation, LoggedMessage, Message, MessageView } from '@walkie/client';

export const START = '2026-11-22T10:00:00.000Z';

export function minutes(count: number): string {
  return new Date(Date.parse(START) + count * 60_000).toISOString();
}

export function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 1,
    inbox_id: 1,
    visitor_id: 7,
    visitor: { id: 7, name: '林晓雨', email: null, created_at: START },
    status: 'open',
    assignee_id: null,
    assignee: null,
    last_seq: 3,
    version: 1,
    created_at: START,
    updated_at: START,
    last_message_at: minutes(3),
    last_message: 'hello **there**',
    last_message_is_agent: false,
    read_seq: 0,
    unread: 0,
    visitor_read_seq: 0,
    visitor_received_seq: 0,
    agent_read_seq: 0,
    agent_received_seq: 0,
    ...change,
  };
}

export function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: 100 + seq,
    conversation_id: 1,
    seq,
    client_id: `client-${seq}`,
    sender_id: 7,
    sender_is_agent: false,
    sender: { type: 'visitor', id: 7, name: '林晓雨', avatar_url: null },
    content: `message ${seq}`,
    content_type: 'text',
    attachments: [],
    created_at: minutes(seq),
    edited_at: null,
    deleted_at: null,
    ...change,
  };
}

/** From the visitor. */
export function heard(seq: number, change: Partial<Message> = {}): LoggedMessage {
  const one = message(seq, change);
  return {
    key: one.client_id,
    content: one.content,
    note: one.channel === 'staff',
    created_at: one.created_at,
    state: 'received',
    mine: false,
    message: one,
  };
}

/** From agent 1, who looks at the screen. */
export function said(seq: number, change: Partial<Message> = {}): LoggedMessage {
  const sender = { type: 'agent', id: 1, name: 'Mina', avatar_url: null } as const;
  const view = heard(seq, { sender, sender_id: 1, sender_is_agent: true, ...change });
  return { ...view, state: 'sent', mine: true };
}

export function pending(key: string, at: number): MessageView {
  return {
    key,
    client_id: key,
    content: key,
    note: false,
    created_at: minutes(at),
    mine: true,
    state: 'pending',
  };
}

export function activity(seq: number, change: Partial<Activity['change']> = {}): Activity {
  return {
    key: `!${seq}`,
    seq,
    at: Date.parse(minutes(seq)),
    change: {
      status: 'open',
      assignee_id: null,
      assignee_name: null,
      actor: { type: 'agent', id: 1, name: 'Mina' },
      ...change,
    },
  };
}
