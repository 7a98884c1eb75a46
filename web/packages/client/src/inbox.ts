// The agents' list: which rows of the client's table are in it. They come from pages and from hints.
// Only the server knows the unread counts: after a hint the list is fetched again, once for many
// hints; after a reading that stopped in the middle the row is.

import { backoff } from './backoff.ts';
import type { Timers } from './environment.ts';
import { asApiError } from './request.ts';
import { createApi } from './rest.ts';
import { createSettling } from './settling.ts';
import { createStore } from './store.ts';
import type { Client, InboxFilter, InboxSnapshot, InboxStore } from './types.ts';
import type {
  Actor,
  Conversation,
  ConversationCounts,
  ConversationHint,
  List,
  Problem,
} from './wire.ts';

/** Without a WebSocket there are no hints: the list is fetched again this often. */
const RELIST_MS = 10_000;
const SOON_MS = 400;
const PAGE = 50;
/** What the server gives at once, and how often a list that was scrolled to is read in full. */
const MOST = 200;
const PAGES = 10;

const browserTimers = globalThis as unknown as Timers;

/**
 * Asks for inbox hints and calls back with each. Calls `resync` after every link that opened, once
 * the server sends hints: a list that is fetched then misses no change.
 */
export const followInbox = (
  client: Client,
  hint: (row: ConversationHint) => void,
  resync: () => void = () => {},
  timers: Timers = browserTimers,
): (() => void) => {
  let timer: unknown;
  let asked = false;
  const ask = () => {
    asked = true;
    client.send({ type: 'subscribe_inbox' });
  };
  const socket = () => {
    const now = client.connection.getSnapshot();
    return now.state === 'open' && now.transport === 'websocket';
  };
  const poll = () => {
    timers.clearTimeout(timer);
    if (client.connection.getSnapshot().state !== 'open' || socket()) return;
    timer = timers.setTimeout(() => {
      resync();
      poll();
    }, RELIST_MS);
  };
  const stop = client.listen(
    (frame) => {
      if (frame.type === 'inbox') hint(frame.data.conversation);
      // Several callers may have asked; one answer is enough for all of them.
      if (frame.type !== 'inbox_subscribed' || !asked) return;
      asked = false;
      resync();
    },
    () => {
      ask();
      if (!socket()) resync();
    },
  );
  const unwatch = client.connection.subscribe(poll);
  if (client.connection.getSnapshot().state === 'open') ask();
  poll();
  return () => {
    stop();
    unwatch();
    timers.clearTimeout(timer);
  };
};

type Reading = 'more' | 'hinted' | 'whole';

export const createInbox = (
  client: Client,
  me: Actor,
  first: InboxFilter = {},
  timers: Timers = browserTimers,
): InboxStore => {
  const api = createApi(client.request);
  const { rows } = client;
  /** The rows that are in the list, and how to let each go. */
  const listed = new Map<number, () => void>();
  /** Those of the filter before: kept until the new ones are here, so that what was read stays read. */
  const leaving: (() => void)[] = [];
  const settling = createSettling({ rows, api, timers });
  let filter = first;
  let shown = PAGE;
  let counts: ConversationCounts | null = null;
  let next: string | null = null;
  let problem: Problem | null = null;
  let loading = false;
  let missed = false;
  let generation = 0;
  let failures = 0;
  /** What is fetched next, and when. */
  let planned: Reading | undefined;
  let timer: unknown;

  const fits = ({ status, assignee_id, inbox_id }: ConversationHint) => {
    const { status: want = 'open', assignee, inbox } = filter;
    const who = assignee === 'me' ? me.id : assignee === 'none' ? null : assignee;
    return (
      (want === 'all' || want === status) &&
      (who === undefined || who === assignee_id) &&
      (inbox === undefined || inbox === inbox_id)
    );
  };
  const known = () => [...listed.keys()].flatMap((id) => rows.get(id) ?? []);
  const at = (row: Conversation) => row.last_message_at ?? row.created_at;

  const newerFirst = (a: Conversation, b: Conversation) =>
    at(a) === at(b) ? b.id - a.id : at(a) < at(b) ? 1 : -1;

  const store = createStore(
    (): InboxSnapshot => ({
      filter,
      rows: known().filter(fits).sort(newerFirst),
      counts,
      loading,
      hasMore: next !== null,
      problem,
    }),
  );

  const list = (id: number) => {
    if (!listed.has(id)) listed.set(id, rows.hold(id));
  };
  const unlist = (id: number) => {
    listed.get(id)?.();
    listed.delete(id);
    settling.forget(id);
  };
  const take = (items: readonly Conversation[]) => {
    for (const row of items) {
      list(row.id);
      rows.put(row);
    }
  };

  const query = (cursor: string | null, limit: number) => ({
    limit,
    ...(filter.status !== 'all' && { status: filter.status ?? 'open' }),
    ...(filter.assignee !== undefined && { assignee: String(filter.assignee) }),
    ...(filter.inbox !== undefined && { inbox: filter.inbox }),
    ...(cursor && { cursor }),
  });

  /**
   * Applies a page that begins at the top. Known rows within its range that are not in it no longer
   * fit the filter and go. Rows below it stay, so that a list that was scrolled down does not shrink.
   */
  const replace = (items: readonly Conversation[], rest: string | null) => {
    const here = new Set(items.map(({ id }) => id));
    const last = items.at(-1);
    const covers = (row: Conversation) => rest === null || (last && newerFirst(row, last) <= 0);
    let below = false;
    for (const id of [...listed.keys()]) {
      if (here.has(id)) continue;
      const row = rows.get(id);
      if (!row || covers(row)) unlist(id);
      else below = true;
    }
    take(items);
    if (!below) next = rest;
  };

  /** From the top, as far as the list is shown; `whole` is needed when hints may have been missed. */
  const readTop = async (whole: boolean) => {
    const most = whole ? Math.min(shown, MOST * PAGES) : Math.min(shown, MOST);
    const items: Conversation[] = [];
    let cursor: string | null = null;
    do {
      const limit = Math.min(MOST, most - items.length);
      const page: List<Conversation> = await api.conversations(query(cursor, limit));
      items.push(...page.items);
      cursor = page.items.length ? page.next : null;
    } while (cursor !== null && items.length < most);
    return { items, next: cursor };
  };

  const plan = (what: Reading, ms: number) => {
    timers.clearTimeout(timer);
    planned = what;
    timer = timers.setTimeout(() => void fetchPage(what), ms);
  };
  async function fetchPage(what: Reading) {
    timers.clearTimeout(timer);
    planned = undefined;
    const mine = ++generation;
    loading = true;
    store.touch();
    try {
      const asked = what === 'more' ? api.conversations(query(next, PAGE)) : readTop(whole(what));
      const [page, sums] = await Promise.all([asked, api.counts()]);
      if (mine !== generation) return;
      if (what === 'more') {
        take(page.items);
        next = page.next;
      } else {
        missed = false;
        replace(page.items, page.next);
      }
      for (const release of leaving.splice(0)) release();
      shown = Math.max(PAGE, listed.size);
      counts = sums;
      problem = null;
      failures = 0;
    } catch (error) {
      if (mine === generation) failed(what, error);
    } finally {
      if (mine === generation) {
        loading = false;
        for (const id of listed.keys()) settling.soon(id);
      }
      store.touch();
    }
  }
  /** What passes is asked for again: no hint and no connection may come that would do it. */
  const failed = (what: Reading, error: unknown) => {
    const { problem: why, retryAfter, passes } = asApiError(error);
    problem = why;
    failures++;
    if (passes) plan(what, retryAfter ?? backoff(failures, Math.random));
  };
  /** Whether to read the whole list: also when an earlier whole reading failed or was overtaken. */
  const whole = (what: 'hinted' | 'whole') => {
    missed ||= what === 'whole';
    return missed;
  };
  const soon = () => {
    if (planned === undefined || planned === 'more') plan('hinted', SOON_MS);
  };

  const unwatch = rows.listen((id) => {
    if (!listed.has(id)) return;
    store.touch();
    // A page that is on its way may have it.
    if (!loading && rows.isCounted(id)) settling.soon(id);
  });
  const stop = followInbox(
    client,
    (hint) => {
      if (!listed.has(hint.id) && fits(hint)) {
        list(hint.id);
        rows.hint(hint);
      }
      if (listed.has(hint.id) && !rows.isCounted(hint.id)) soon();
    },
    () => {
      settling.again();
      void fetchPage('whole');
    },
    timers,
  );
  void fetchPage('whole');

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    setFilter(wanted) {
      filter = wanted;
      shown = PAGE;
      next = null;
      leaving.push(...listed.values());
      listed.clear();
      void fetchPage('whole');
    },
    loadMore: async () => {
      // After a failure the next attempt has its time: a list at its end asks again and again.
      if (next !== null && !loading && !problem) await fetchPage('more');
    },
    refresh: () => fetchPage('whole'),
    close() {
      stop();
      unwatch();
      generation++;
      timers.clearTimeout(timer);
      settling.close();
      for (const release of [...listed.values(), ...leaving]) release();
    },
  };
};
