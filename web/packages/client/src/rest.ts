// REST, typed: one line per route. An entry of its own: a page that only talks needs none of it.

import type { Query, Request } from './request.ts';
import type {
  Agent,
  Conversation,
  Counts,
  EventPage,
  Inbox,
  List,
  Me,
  Message,
  MessagePage,
  Seq,
  Status,
  Visitor,
} from './wire.ts';

type Headed<T> = T & { head_seq: Seq };

export interface PostMessage {
  conversation_id: number;
  content: string;
  client_id?: string;
  channel?: 'staff';
  expected_head_seq?: Seq;
}

export interface Patch {
  status?: Status;
  assignee_id?: number | null;
}

const at = (id: number) => `/conversations/${id}`;

export const createApi = (request: Request) => ({
  request,
  createVisitor: (body: { inbox_id?: number; name?: string; email?: string } = {}) =>
    request<{ visitor: Visitor; token: string }>('POST', '/visitors', { body }),
  createConversation: (body: { inbox_id?: number; visitor_id?: number } = {}) =>
    request<Conversation>('POST', '/conversations', { body }),
  conversations: (query: Query = {}) =>
    request<List<Conversation>>('GET', '/conversations', { query }),
  counts: () => request<Counts>('GET', '/conversations/counts'),
  conversation: (id: number) => request<Conversation>('GET', at(id)),
  patchConversation: (id: number, body: Patch) =>
    request<Headed<Conversation>>('PATCH', at(id), { body }),
  markRead: (id: number, seq: Seq) =>
    request<Headed<{ conversation_id: number; read_seq: Seq; received_seq: Seq }>>(
      'POST',
      `${at(id)}/read`,
      { body: { seq } },
    ),
  events: (id: number, query: Query, signal?: AbortSignal) =>
    request<EventPage>('GET', `${at(id)}/events`, {
      query,
      timeout: 40_000,
      ...(signal && { signal }),
    }),
  messages: (id: number, query: Query = {}) =>
    request<MessagePage>('GET', '/messages', { query: { conversation_id: id, ...query } }),
  postMessage: (body: PostMessage) => request<Headed<Message>>('POST', '/messages', { body }),
  editMessage: (id: number, content: string) =>
    request<Headed<Message>>('PATCH', `/messages/${id}`, { body: { content } }),
  deleteMessage: (id: number) => request<Headed<Message>>('DELETE', `/messages/${id}`),
  signIn: (email: string, password: string) =>
    request<{ agent: Agent }>('POST', '/sessions', { body: { email, password } }),
  signOut: () => request<void>('DELETE', '/sessions/current'),
  /** Whether there is an admin. With a link's token: throws unless the link is still good. */
  setupState: (token?: string) =>
    request<{ set_up: boolean }>('GET', '/setup', {
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    }),
  setup: (body: { token: string; email: string; name: string; password: string }) =>
    request<{ agent: Agent }>('POST', '/setup', { body }),
  me: () => request<Me>('GET', '/me'),
  agents: () => request<List<Agent>>('GET', '/agents'),
  inboxes: () => request<List<Inbox>>('GET', '/inboxes'),
});

export type Api = ReturnType<typeof createApi>;
