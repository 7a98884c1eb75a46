// Rows as the inbox's tests want them: of one visitor, at fixed minutes.
import type { Activity, Conversation, LoggedMessage, Message, MessageView } from '@walkie/client';
import { messageOf, newConversationOf, updateOf } from '@walkie/testing';

export const START = '2026-11-22T10:00:00.000Z';

export function minutes(count: number): string {
  return new Date(Date.parse(START) + count * 60_000).toISOString();
}

export function conversation(change: Partial<Conversation> = {}): Conversation {
  return newConversationOf({
    id: 1,
    visitor_id: 7,
    visitor: { id: 7, name: '林晓雨', email: null, created_at: START },
    last_seq: 3,
    created_at: START,
    updated_at: START,
    last_message_at: minutes(3),
    last_message: 'hello **there**',
    ...change,
  });
}

export function message(seq: number, change: Partial<Message> = {}): Message {
  return messageOf({
    id: 100 + seq,
    conversation_id: 1,
    seq,
    client_id: `client-${seq}`,
    sender: { type: 'visitor', id: 7, name: '林晓雨', avatar_url: null },
    content: `message ${seq}`,
    created_at: minutes(seq),
    ...change,
  });
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

/** Refused when the log had come to `after`. */
export function failed(key: string, at: number, after?: number): MessageView {
  const problem = { type: 'about:blank', title: 'No', status: 422, code: 'validation_failed' };
  return { ...pending(key, at), state: 'failed', problem, after } as MessageView;
}

export function activity(seq: number, change: Partial<Activity['change']> = {}): Activity {
  return {
    key: `!${seq}`,
    seq,
    at: Date.parse(minutes(seq)),
    change: updateOf({
      assignee_id: null,
      assignee_name: null,
      actor: { type: 'agent', id: 1, name: 'Mina' },
      ...change,
    }).data,
  };
}
