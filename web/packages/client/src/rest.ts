// REST, typed: one line per route, with the types of protocol/openapi.yaml. An entry of its own: a
// page that only talks needs none of it.

import type { Request } from './request.ts';
import type { Answer, List, QueryOf, RequestBody, Seq } from './wire.ts';

/** Pages of one list, at most: more agents or inboxes than they hold are not shown. */
const MOST_PAGES = 20;

/** A list to its end, page by page. `next` is null unless there are more pages than MOST_PAGES. */
const whole = async <T>(
  page: (query: { cursor?: string }) => Promise<List<T>>,
): Promise<List<T>> => {
  const { items, next } = await page({});
  const all = { items: [...items], next };
  for (let pages = 1; all.next !== null && pages < MOST_PAGES; pages++) {
    const following = await page({ cursor: all.next });
    all.items.push(...following.items);
    all.next = following.next;
  }
  return all;
};

const at = (id: number) => `/conversations/${id}`;

export const createApi = (request: Request) => ({
  request,
  createVisitor: (body: RequestBody<'create_visitor'> = {}) =>
    request<Answer<'create_visitor'>>('POST', '/visitors', { body }),
  createConversation: (body: RequestBody<'open_conversation'> = {}) =>
    request<Answer<'open_conversation'>>('POST', '/conversations', { body }),
  conversations: (query: QueryOf<'list_conversations'> = {}) =>
    request<Answer<'list_conversations'>>('GET', '/conversations', { query }),
  counts: () => request<Answer<'count_conversations'>>('GET', '/conversations/counts'),
  conversation: (id: number) => request<Answer<'get_conversation'>>('GET', at(id)),
  patchConversation: (id: number, body: RequestBody<'change_conversation'>) =>
    request<Answer<'change_conversation'>>('PATCH', at(id), { body }),
  markRead: (id: number, seq: Seq) =>
    request<Answer<'mark_read'>>('POST', `${at(id)}/read`, { body: { seq } }),
  events: (id: number, query: QueryOf<'list_events'>, signal?: AbortSignal) =>
    request<Answer<'list_events'>>('GET', `${at(id)}/events`, {
      query,
      timeout: 40_000,
      ...(signal && { signal }),
    }),
  messages: (id: number, query: Omit<QueryOf<'list_messages'>, 'conversation_id'> = {}) =>
    request<Answer<'list_messages'>>('GET', '/messages', {
      query: { conversation_id: id, ...query },
    }),
  postMessage: (body: RequestBody<'post_message'>) =>
    request<Answer<'post_message'>>('POST', '/messages', { body }),
  editMessage: (id: number, content: string) =>
    request<Answer<'edit_message'>>('PATCH', `/messages/${id}`, { body: { content } }),
  deleteMessage: (id: number) => request<Answer<'delete_message'>>('DELETE', `/messages/${id}`),
  signIn: (email: string, password: string) =>
    request<Answer<'sign_in'>>('POST', '/sessions', { body: { email, password } }),
  signOut: () => request<void>('DELETE', '/sessions/current'),
  /** Whether there is an admin. With a link's token: throws unless the link is still good. */
  setupState: (token?: string) =>
    request<Answer<'get_setup'>>('GET', '/setup', {
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    }),
  setup: (body: RequestBody<'set_up'>) => request<Answer<'set_up'>>('POST', '/setup', { body }),
  me: () => request<Answer<'get_me'>>('GET', '/me'),
  /** All of them, over several pages. */
  agents: () => whole((query) => request<Answer<'list_agents'>>('GET', '/agents', { query })),
  inboxes: () => whole((query) => request<Answer<'list_inboxes'>>('GET', '/inboxes', { query })),
});

export type Api = ReturnType<typeof createApi>;
