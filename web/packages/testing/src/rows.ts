// One builder for every row and frame: complete objects of which a test names only what it is about.
// What it does not name is as protocol/examples has it, so that a new field is added there once.

import type {
  Agent,
  Conversation,
  ConversationHint,
  ConversationUpdateFrame,
  ConversationWithHead,
  EventFrame,
  FrameData,
  Inbox,
  Message,
  MessageEventFrame,
  ServerFrame,
  Visitor,
} from '@walkie/wire';
import { example, rowOf } from './examples.ts';

/** A conversation as staff see it. */
export type StaffConversation = Conversation & { staff_last_seq: number };

const builder =
  <T>(...rows: string[]) =>
  (change: Partial<T> = {}): T =>
    ({ ...rowOf(...rows), ...change }) as T;

export const visitorOf = builder<Visitor>('visitor', 'visitor.inbox');
export const agentOf = builder<Agent>('agent', 'agent.role', 'agent.staff');
export const inboxOf = builder<Inbox>('inbox');

/** As staff see it, with what the reader has read. */
export const conversationOf = builder<StaffConversation>(
  'conversation',
  'conversation.staff',
  'conversation.reader',
);

/** The same row as the visitor sees it: without the fields that are for staff. */
export function visitorsViewOf(row: StaffConversation): Conversation {
  const forStaff = Object.keys(rowOf('conversation.staff'));
  const fields = Object.entries(row).filter(([name]) => !forStaff.includes(name));
  return Object.fromEntries(fields) as unknown as Conversation;
}

/** A conversation in which nobody has said anything yet. */
export function newConversationOf(change: Partial<StaffConversation> = {}): StaffConversation {
  const { head_seq, ...row } = example<ConversationWithHead>('body.conversation_new');
  return conversationOf({ ...row, staff_last_seq: 0, ...change });
}

/** The row as an inbox hint has it. */
export function hintOf({ read_seq, unread, ...row }: Conversation): ConversationHint {
  return row;
}

/** `sender_id` and `sender_is_agent` follow from the sender. */
export function messageOf(change: Partial<Message> = {}): Message {
  const sender = change.sender ?? (rowOf('message')['sender'] as Message['sender']);
  return {
    ...(rowOf('message') as unknown as Message),
    sender_id: sender.id,
    sender_is_agent: sender.type !== 'visitor',
    ...change,
  };
}

/** The event by which a message came, was edited or was deleted. */
export function eventOf(
  data: Message,
  type: MessageEventFrame['type'] = 'new_message',
  seq = data.seq,
): MessageEventFrame {
  const { conversation_id, channel } = data;
  return { type, conversation_id, ...(channel && { channel }), seq, data };
}

/** The event by which a conversation was changed. */
export function updateOf(
  change: Partial<ConversationUpdateFrame['data']> = {},
  at: Partial<Pick<ConversationUpdateFrame, 'conversation_id' | 'seq' | 'channel'>> = {},
): ConversationUpdateFrame {
  const frame = example<ConversationUpdateFrame>('server.conversation_update');
  return { ...frame, ...at, data: { ...frame.data, ...change } };
}

type Signal = Exclude<ServerFrame, EventFrame>;

/** Any other frame of the server; `at` is what it has beside its data. */
export function frameOf<T extends Signal['type']>(
  type: T,
  data: Partial<FrameData<T>> = {},
  at: { conversation_id?: number; channel?: 'staff' } = {},
): Extract<Signal, { type: T }> {
  const frame = example<{ data?: object }>(`server.${type}`);
  return {
    ...frame,
    ...(frame.data && { data: { ...frame.data, ...data } }),
    ...at,
  } as unknown as Extract<Signal, { type: T }>;
}
