import type { Activity, LoggedMessage, Message, MessageView } from '@walkie/client';
import type { Span } from '@walkie/client/reading';

/** What a thread draws, one row after the other. Keys are stable from pending to seen. */
export type Row =
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'unread'; readonly key: string; readonly count: number }
  | {
      readonly kind: 'activity';
      readonly key: string;
      readonly activity: Activity;
      readonly before: Activity | null;
    }
  | {
      readonly kind: 'typing';
      readonly key: string;
      readonly name: string;
      readonly text: string;
      /** A colleague: at the right, where the team speaks. */
      readonly staff: boolean;
    }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly view: MessageView;
      /**
       * First and last of a run of one sender within a minute: name above, time below. The last that
       * was seen tells it too, if the run goes on.
       */
      readonly first: boolean;
      readonly last: boolean;
    };

export interface ThreadState {
  readonly messages: readonly MessageView[];
  readonly activity: readonly Activity[];
  /** Older messages exist that are not loaded. */
  readonly hasOlder: boolean;
  /** What was unread when the thread was opened: after the one, up to the other. */
  readonly unread: Span | null;
}

const GROUP_MS = 60_000;

export function threadRows(thread: ThreadState): Row[] {
  const rows: Row[] = [];
  const unread = firstUnread(thread.messages, thread.unread);
  const activity = activityRows(thread.activity, thread.hasOlder ? null : BEGINNING);
  let previous: MessageView | null = null;
  if (!thread.hasOlder && thread.messages.length > 0) rows.push({ kind: 'start', key: 'start' });

  for (const [index, view] of thread.messages.entries()) {
    previous = takeActivity(rows, activity, view) ? null : previous;
    const day = localDay(view.created_at);
    const newDay =
      previous === null ? day !== lastDay(rows) : day !== localDay(previous.created_at);
    // Above the first loaded row only when nothing older can come: else prepending would jump.
    const separates = newDay && (index > 0 || !thread.hasOlder);
    if (separates) rows.push({ kind: 'day', key: `day-${day}`, at: view.created_at });
    const divides = unread !== null && unread.key === view.key;
    if (divides) rows.push({ kind: 'unread', key: 'unread', count: unread.count });
    const first = separates || divides || previous === null || !sameRun(previous, view);
    if (first || seenUpTo(previous, view)) closeRun(rows);
    rows.push({ kind: 'message', key: view.key, view, first, last: false });
    previous = view;
  }
  closeRun(rows);
  rows.push(...activity);
  return rows;
}

type ActivityRow = Extract<Row, { kind: 'activity' }>;

/** As every conversation begins: open, and nobody's. */
const BEGINNING: Activity = {
  key: 'beginning',
  seq: 0,
  at: 0,
  change: {
    status: 'open',
    assignee_id: null,
    assignee_name: null,
    actor: { type: 'visitor', id: 0, name: '' },
    cause: { kind: 'visitor', id: null },
  },
};

/** Each change with the one before it: only both together tell what was changed. */
function activityRows(activity: readonly Activity[], first: Activity | null): ActivityRow[] {
  const sorted = [...activity].sort((a, b) => a.seq - b.seq);
  return sorted.map((one, index) => ({
    kind: 'activity',
    key: one.key,
    activity: one,
    before: sorted[index - 1] ?? first,
  }));
}

/** The activity lines that stand before this message; says whether there were any. */
function takeActivity(rows: Row[], activity: ActivityRow[], view: MessageView): boolean {
  const end = activity.findIndex((row) => !isBefore(row.activity, view));
  const taken = activity.splice(0, end === -1 ? activity.length : end);
  if (taken.length > 0) closeRun(rows);
  rows.push(...taken);
  return taken.length > 0;
}

/**
 * By the public log, where the message has a place in it. A note's seq is of another log, so time
 * decides. What waits to be sent comes after everything.
 */
function isBefore({ seq, at }: Activity, view: MessageView): boolean {
  if (!isLogged(view) && view.state !== 'failed') return true;
  const place = publicSeq(view);
  return place === null ? at <= Date.parse(view.created_at) : seq <= place;
}

function closeRun(rows: Row[]): void {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] as Row;
    if (row.kind !== 'message') continue;
    rows[at] = { ...row, last: true };
    return;
  }
}

function lastDay(rows: readonly Row[]): string | null {
  const row = rows.findLast((one) => one.kind === 'message');
  return row?.kind === 'message' ? localDay(row.view.created_at) : null;
}

/** Of a message, or of the last event before it was refused. Null: only its time is known. */
function publicSeq(view: MessageView): number | null {
  if (view.note) return null;
  if (isLogged(view)) return view.message.seq;
  return view.state === 'failed' ? (view.after ?? null) : null;
}

function firstUnread(
  messages: readonly MessageView[],
  span: ThreadState['unread'],
): { key: string; count: number } | null {
  if (span === null) return null;
  const inSpan = ({ seq, deleted_at }: Message) =>
    seq > span.after && seq <= span.upTo && deleted_at === null;
  const unread = messages.filter(
    (view) => isLogged(view) && !view.note && isVisitors(view) && inSpan(view.message),
  );
  const first = unread[0];
  return first === undefined ? null : { key: first.key, count: unread.length };
}

function sameRun(a: MessageView, b: MessageView): boolean {
  return (
    senderKey(a) === senderKey(b) &&
    a.note === b.note &&
    Math.abs(Date.parse(b.created_at) - Date.parse(a.created_at)) < GROUP_MS
  );
}

/** The first is the newest of mine that was seen: without a word the state below would be told for it. */
function seenUpTo(a: MessageView | null, b: MessageView): boolean {
  return a?.state === 'seen' && b.state !== 'seen';
}

function senderKey(view: MessageView): string {
  if (view.mine) return 'me';
  return isLogged(view) ? `${view.message.sender.type}:${view.message.sender.id}` : 'me';
}

export function isLogged(view: MessageView): view is LoggedMessage {
  return 'message' in view;
}

export function isVisitors(view: MessageView): boolean {
  return isLogged(view) && view.message.sender.type === 'visitor';
}

function localDay(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
