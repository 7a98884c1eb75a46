import type { Conversation, ConversationHint } from '@walkie/client';

/** What an agent is called for: a visitor wrote, or a colleague handed a conversation over. */
export type Call = 'message' | 'assigned';

interface Known {
  readonly version: number;
  /** So many rows had been heard when one told it; 0: an answer told it. */
  readonly heard: number;
  readonly assignee_id: number | null;
  readonly open: boolean;
  readonly at: string;
  /** The newest public seq, and how far this agent has read. */
  readonly last_seq: number;
  readonly read_seq: number;
  readonly unread: boolean;
}

/**
 * The open conversations that concern one agent, mine and unassigned, whichever list is shown. The one
 * source for the title, the badge, the sound and notifications. Times are the server's.
 */
export interface Concerns {
  /** How many rows were heard so far: say so when the server is asked, and to `learn` what it answers. */
  moment(): number;
  /**
   * Replaces what is known by what the server had at that moment. What was read or heard meanwhile
   * stays.
   */
  learn(rows: readonly Conversation[], asked?: number): void;
  /**
   * The list's row has its unread count: then this has the same. A version that was not heard yet waits
   * for its word, which may call. Says whether that is news.
   */
  counted(row: Pick<Conversation, 'id' | 'version' | 'unread' | 'read_seq'>): boolean;
  /** A row changed: what to call the agent for, if anything. */
  hear(row: ConversationHint): Call | null;
  /** Read up to there, in this tab or another; says whether that is news. */
  read(conversation: number, seq: number): boolean;
  /** The agent takes it: no colleague has handed it over. */
  take(conversation: number): void;
  /** How many have something unread. */
  waiting(): number;
}

/** Rows of others are remembered only to notice that one is handed over; the oldest are forgotten. */
const MOST = 2000;

export function createConcerns(me: number): Concerns {
  const known = new Map<number, Known>();
  const taken = new Set<number>();
  let learnt = false;
  let heard = 0;

  const concerns = (row: Pick<ConversationHint, 'assignee_id' | 'status'>) =>
    row.status === 'open' && (row.assignee_id === null || row.assignee_id === me);
  const put = (id: number, what: Known) => {
    known.delete(id);
    known.set(id, what);
    const oldest = known.keys().next();
    if (known.size > MOST && !oldest.done) known.delete(oldest.value);
  };

  return {
    moment: () => heard,
    learn(rows, asked = heard) {
      learnt = true;
      const here = new Set(rows.map((row) => row.id));
      for (const [id, one] of known)
        if (!here.has(id) && one.heard <= asked) known.set(id, { ...one, unread: false });
      for (const row of rows) {
        const before = known.get(row.id);
        if (before && before.version > row.version) continue;
        const read_seq = Math.max(row.read_seq, before?.read_seq ?? 0);
        const { assignee_id, last_seq, version } = row;
        const unread = row.unread > 0 && read_seq < last_seq && concerns(row);
        const at = row.last_message_at ?? '';
        const open = row.status === 'open';
        put(row.id, { version, heard: 0, assignee_id, open, at, last_seq, read_seq, unread });
      }
    },
    counted({ id, version, unread: count, read_seq }) {
      const one = known.get(id);
      if (one?.version !== version) return false;
      const mine = one.assignee_id === null || one.assignee_id === me;
      const unread = count > 0 && one.open && mine;
      if (unread === one.unread) return false;
      known.set(id, { ...one, unread, read_seq: Math.max(read_seq, one.read_seq) });
      return true;
    },
    hear(row) {
      const before = known.get(row.id);
      heard += 1;
      const at = row.last_message_at ?? '';
      const { assignee_id, last_seq, version } = row;
      const newer = at !== '' && at > (before?.at ?? '');
      const wrote = newer && !row.last_message_is_agent && concerns(row);
      const mine = assignee_id === me && row.status === 'open';
      const handed = mine && learnt && before?.assignee_id !== me && !taken.delete(row.id);
      const read_seq = before?.read_seq ?? 0;
      const fresh = wrote || (before?.unread ?? false);
      const unread = concerns(row) && fresh && read_seq < last_seq;
      const last = newer ? at : (before?.at ?? '');
      const open = row.status === 'open';
      put(row.id, { version, heard, assignee_id, open, at: last, last_seq, read_seq, unread });
      // A row that was a colleague's is not known here: what changed it last tells which it is.
      const old = before === undefined ? row.updated_at > at : !newer;
      if (handed && old) return 'assigned';
      if (wrote && learnt) return 'message';
      return handed ? 'assigned' : null;
    },
    read(id, seq) {
      const one = known.get(id);
      if (one === undefined || seq <= one.read_seq) return false;
      known.set(id, { ...one, read_seq: seq, unread: one.unread && seq < one.last_seq });
      return true;
    },
    take(id) {
      taken.add(id);
      if (taken.size > MOST) taken.clear();
    },
    waiting: () => [...known.values()].filter((one) => one.unread).length,
  };
}
