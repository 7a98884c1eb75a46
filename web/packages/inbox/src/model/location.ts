/** The address holds what is selected and filtered, so that reload, back and a sent link agree. */
export const VIEWS = ['mine', 'unassigned', 'all'] as const;
export type View = (typeof VIEWS)[number];
export const STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const;
export type Status = (typeof STATUSES)[number];
export type StatusFilter = Status | 'any';

export interface Place {
  readonly view: View;
  readonly status: StatusFilter;
  readonly query: string;
  readonly conversation: number | null;
}

/** The pages of the inbox itself: the list, and one conversation. A slash at the end is no other page. */
export const INBOX = /^\/agent\/?$|^\/agent\/c\/(\d+)\/?$/;

/** A number that no conversation can have stays one: the server knows none, and the page says so. */
export function conversationIn(path: string): number | null {
  const id = INBOX.exec(path)?.[1];
  return id === undefined ? null : Math.min(Number(id), Number.MAX_SAFE_INTEGER);
}

export function readPlace(path: string, search: string): Place {
  const params = new URLSearchParams(search);
  const status = params.get('status');
  return {
    view: VIEWS.find((view) => view === params.get('view')) ?? 'mine',
    status: status === 'any' ? 'any' : (STATUSES.find((one) => one === status) ?? 'open'),
    query: params.get('q') ?? '',
    conversation: conversationIn(path),
  };
}

export function placeAddress(place: Place): string {
  const params = new URLSearchParams();
  if (place.view !== 'mine') params.set('view', place.view);
  if (place.status !== 'open') params.set('status', place.status);
  if (place.query !== '') params.set('q', place.query);
  const search = params.toString();
  const path = place.conversation === null ? '/agent' : `/agent/c/${place.conversation}`;
  return search === '' ? path : `${path}?${search}`;
}

/** Where to go after signing in: only pages of the inbox itself, never another site. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/agent(?:[/?#]|$)/.test(next)) return '/agent';
  return next.startsWith('/agent/sign-in') || next.startsWith('/agent/setup') ? '/agent' : next;
}
