// The agents' list. Rows come from pages and from hints; the row with the higher version wins (L3).
// Unread is what the server derives from positions: a hint makes the list be fetched again, soon and
// once for many.

import type { Timers } from './environment.ts';
import { type ApiError, createStore } from './index.ts';
import { createApi } from './rest.ts';
import type { Client, InboxFilter, InboxSnapshot, InboxStore } from './types.ts';
import type { Conversation, ConversationHint, Counts, Person, Problem } from './wire.ts';

/** Without a WebSocket there are no hints: the list is fetched again this often. */
const RELIST_MS = 10_000;
const SOON_MS = 400;
const PAGE = 50;

const browserTimers = globalThis as unknown as Timers;

/**
 * Asks for inbox hints and calls back with each. `resync` after every link that opened, once the
 * hints are on: what changed before is in a list that is fetched then, what changes later is hinted.
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
      // It may answer another who follows: the hints are on for all alike.
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

export const createInbox = (
  client: Client,
  me: Person,
  first: InboxFilter = {},
  timers: Timers = browserTimers,
): InboxStore => {
  const api = createApi(client.request);
  const rows = new Map<number, Conversation>();
  let filter = first;
  let shown = PAGE;
  let counts: Counts | null = null;
  let next: string | null = null;
  let problem: Problem | null = null;
  let loading = false;
  let generation = 0;
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
  const at = (row: Conversation) => row.last_message_at ?? row.created_at;

  const store = createStore(
    (): InboxSnapshot => ({
      filter,
      rows: [...rows.values()]
        .filter(fits)
        .sort((a, b) => (at(a) === at(b) ? b.id - a.id : at(a) < at(b) ? 1 : -1)),
      counts,
      loading,
      hasMore: next !== null,
      problem,
    }),
  );

  const merge = (row: Conversation) => {
    const known = rows.get(row.id);
    if (known && known.version > row.version) return;
    // A position that this side has moved meanwhile is newer than the page's.
    const read = Math.max(known?.read_seq ?? 0, row.read_seq);
    const unread = read > row.read_seq && read >= row.last_seq ? 0 : row.unread;
    rows.set(row.id, { ...row, read_seq: read, unread });
  };

  const query = (cursor: string | null, limit: number) => ({
    limit,
    ...(filter.status !== 'all' && { status: filter.status ?? 'open' }),
    ...(filter.assignee !== undefined && { assignee: filter.assignee }),
    ...(filter.inbox !== undefined && { inbox: filter.inbox }),
    ...(cursor && { cursor }),
  });

  async function fetchPage(more: boolean) {
    timers.clearTimeout(timer);
    timer = undefined;
    const mine = ++generation;
    loading = true;
    store.touch();
    try {
      const asked = query(more ? next : null, more ? PAGE : Math.min(200, shown));
      const [page, sums] = await Promise.all([api.conversations(asked), api.counts()]);
      if (mine !== generation) return;
      if (!more) {
        // What left the filter unseen is gone from the page, too.
        const here = new Set(page.items.map(({ id }) => id));
        for (const id of rows.keys()) if (!here.has(id)) rows.delete(id);
      }
      for (const row of page.items) merge(row);
      shown = Math.max(PAGE, rows.size);
      next = page.next;
      counts = sums;
      problem = null;
    } catch (error) {
      if (mine === generation) problem = (error as ApiError).problem;
    } finally {
      if (mine === generation) loading = false;
      store.touch();
    }
  }
  const soon = () => {
    timer ??= timers.setTimeout(() => void fetchPage(false), SOON_MS);
  };

  const stop = followInbox(
    client,
    (hint) => {
      const known = rows.get(hint.id);
      if (known && known.version >= hint.version) return;
      if (known || fits(hint)) merge({ read_seq: 0, unread: 0, ...known, ...hint });
      store.touch();
      soon();
    },
    () => void fetchPage(false),
    timers,
  );
  void fetchPage(false);

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    setFilter(wanted) {
      filter = wanted;
      shown = PAGE;
      next = null;
      rows.clear();
      void fetchPage(false);
    },
    loadMore: async () => {
      if (next !== null && !loading) await fetchPage(true);
    },
    refresh: () => fetchPage(false),
    close() {
      stop();
      generation++;
      timers.clearTimeout(timer);
    },
  };
};
