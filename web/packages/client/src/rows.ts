// The one table of conversation rows of a client: list, header, contact and palette read it. The row
// of the higher version wins, from wherever it comes (L3). What moves without a version is kept beside
// it and only grows: how far each side has received and read (L2). A row is kept while somebody holds
// it; what comes of others is dropped.

import type {
  Conversation,
  ConversationHint,
  ConversationUpdateFrame,
  FrameData,
  Seq,
  ServerFrame,
} from './wire.ts';

type Position = 'read_seq' | `${'visitor' | 'agent'}_${'read' | 'received'}_seq`;
type Positions = Record<Position, Seq>;

/** What the server counted as unread: in which row, and from which place on. */
interface Count {
  version: number;
  read_seq: Seq;
  unread: number;
}

interface Entry {
  holders: number;
  row: ConversationHint | undefined;
  count: Count | undefined;
  positions: Positions;
  /** How far the server knows that this side has read. */
  landed: Seq;
  /** Fields that an event told and that no row has yet (L7). */
  ahead: Map<string, { staff: boolean; seq: Seq; value: unknown }>;
  /** The row as it is read; undefined after a change. */
  view: Conversation | null | undefined;
}

const NOWHERE: Positions = {
  read_seq: 0,
  visitor_read_seq: 0,
  visitor_received_seq: 0,
  agent_read_seq: 0,
  agent_received_seq: 0,
};

const newEntry = (): Entry => ({
  holders: 0,
  row: undefined,
  count: undefined,
  positions: { ...NOWHERE },
  landed: 0,
  ahead: new Map(),
  view: undefined,
});

/** Is the event not in this row yet? */
const isAfter = (row: ConversationHint, { staff, seq }: { staff: boolean; seq: Seq }) =>
  seq > (staff ? (row.staff_last_seq ?? 0) : row.last_seq);

const viewOf = ({ row, count, positions, ahead }: Entry): Conversation | null => {
  if (!row) return null;
  const told = [...ahead].filter(([, field]) => isAfter(row, field));
  const fields = Object.fromEntries(told.map(([name, { value }]) => [name, value]));
  const view = {
    ...row,
    ...fields,
    ...positions,
    unread: positions.read_seq >= row.last_seq ? 0 : (count?.unread ?? 0),
  } as Conversation;
  // A row knows more of its assignee than an event does.
  if (row.assignee?.id === view.assignee_id) view.assignee = row.assignee;
  return view;
};

export const createRows = (principal: string) => {
  const entries = new Map<number, Entry>();
  const listeners = new Set<(id: number) => void>();

  const changed = (id: number, entry: Entry) => {
    entry.view = undefined;
    for (const listener of [...listeners]) listener(id);
  };
  const moveTo = (entry: Entry, to: Partial<Positions>) => {
    const { positions } = entry;
    for (const name of Object.keys(positions) as Position[])
      positions[name] = Math.max(positions[name], to[name] ?? 0);
  };
  const take = (entry: Entry, row: ConversationHint) => {
    moveTo(entry, { ...row, read_seq: 0 });
    if (entry.row && row.version < entry.row.version) return;
    entry.row = row;
    for (const [name, field] of entry.ahead) if (!isAfter(row, field)) entry.ahead.delete(name);
  };
  /** Of one reader neither goes back: what is lower in either is older. */
  const count = (entry: Entry, next: Count) => {
    const { count: known } = entry;
    if (known && (next.version < known.version || next.read_seq < known.read_seq)) return;
    entry.count = next;
  };
  const heard = (entry: Entry, { reader, read_seq, received_seq }: FrameData<'read'>) => {
    const side = reader.type === 'visitor' ? 'visitor' : 'agent';
    moveTo(entry, {
      [`${side}_read_seq`]: read_seq,
      [`${side}_received_seq`]: Math.max(read_seq, received_seq),
    });
    if (`${reader.type}:${reader.id}` !== principal) return;
    moveTo(entry, { read_seq });
    entry.landed = Math.max(entry.landed, read_seq);
    const { row } = entry;
    // Nothing after it: nothing is unread.
    if (row && read_seq >= row.last_seq)
      count(entry, { version: row.version, read_seq, unread: 0 });
  };
  const get = (id: number): Conversation | null => {
    const entry = entries.get(id);
    if (!entry) return null;
    if (entry.view === undefined) entry.view = viewOf(entry);
    return entry.view;
  };

  const table = {
    get,
    /** Keeps the row; returns how to let it go. */
    hold(id: number) {
      const entry = entries.get(id) ?? newEntry();
      entries.set(id, entry);
      entry.holders++;
      let held = true;
      return () => {
        if (held && !--entry.holders) entries.delete(id);
        held = false;
      };
    },
    /** Calls back with the id of each row that changed; returns how to stop. */
    listen(listener: (id: number) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** A whole row, as an answer brings it. It may be older than what is known. */
    put(row: Conversation) {
      const entry = entries.get(row.id);
      if (!entry) return;
      const { read_seq, unread, ...shared } = row;
      const { version } = row;
      take(entry, shared);
      moveTo(entry, { read_seq });
      entry.landed = Math.max(entry.landed, read_seq);
      count(entry, { version, read_seq, unread });
      changed(row.id, entry);
    },
    /** A row as staff are told of it: without what is the reader's own. */
    hint(row: ConversationHint) {
      const entry = entries.get(row.id);
      if (!entry) return;
      take(entry, row);
      changed(row.id, entry);
    },
    /** What a frame says of a row or of a position. */
    hear(frame: ServerFrame) {
      if (frame.type === 'inbox') return table.hint(frame.data.conversation);
      const entry = frame.type === 'read' && entries.get(frame.conversation_id);
      if (!entry) return;
      heard(entry, frame.data);
      changed(frame.conversation_id, entry);
    },
    /**
     * L7: an event tells what it changed. The two logs do not come in step: the rest of what it says may
     * be older than the row. Events from before `changed` tell status and assignee.
     */
    update({ conversation_id: id, channel, seq, data }: ConversationUpdateFrame) {
      const entry = entries.get(id);
      if (!entry) return;
      const { status, assignee_id, assignee_name: name } = data;
      const fields: Record<string, unknown> = { ...(data.changed ?? { status, assignee_id }) };
      if ('assignee_id' in fields) {
        const named =
          assignee_id !== null && assignee_id === fields['assignee_id'] && name !== null;
        fields['assignee'] = named ? { id: assignee_id, name, avatar_url: null } : null;
      }
      const staff = channel === 'staff';
      for (const [field, value] of Object.entries(fields)) {
        const known = entry.ahead.get(field);
        if (known?.staff !== staff || known.seq < seq)
          entry.ahead.set(field, { staff, seq, value });
      }
      changed(id, entry);
    },
    /** Read up to there, here; says whether that is news. */
    mark(id: number, seq: Seq) {
      const entry = entries.get(id);
      if (!entry || seq <= entry.positions.read_seq) return false;
      moveTo(entry, { read_seq: seq });
      changed(id, entry);
      return true;
    },
    /** How far this side has read, the other side has read, the other side has received. */
    read(id: number) {
      const at = entries.get(id)?.positions ?? NOWHERE;
      const staff = !principal.startsWith('visitor');
      return {
        mine: at.read_seq,
        theirs: staff ? at.visitor_read_seq : at.agent_read_seq,
        their_received: Math.max(
          staff ? at.visitor_read_seq : at.agent_read_seq,
          staff ? at.visitor_received_seq : at.agent_received_seq,
        ),
      };
    },
    /** Was `unread` counted in this row, and not in an older one? */
    isCounted(id: number) {
      const { row, count } = entries.get(id) ?? {};
      return !row || (!!count && count.version >= row.version);
    },
    /** Does the server know how far this side has read, and was `unread` counted from there on? */
    isSettled(id: number) {
      const { row, count, landed, positions } = entries.get(id) ?? {};
      if (!row || !positions) return true;
      const mine = positions.read_seq;
      return (landed ?? 0) >= mine && (mine >= row.last_seq || (count?.read_seq ?? 0) >= mine);
    },
    /** Another database (L4): nothing that was known is valid. */
    forget() {
      for (const [id, entry] of entries) {
        Object.assign(entry, { ...newEntry(), holders: entry.holders });
        changed(id, entry);
      }
    },
  };
  return table;
};

export type Rows = ReturnType<typeof createRows>;
