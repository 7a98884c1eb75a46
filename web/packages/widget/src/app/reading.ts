// What the visitor reads: a thread opens where reading stopped, with what is unread under a divider,
// and what has been on the screen is read.
import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import type { ConversationSnapshot } from '@walkie/client';
import {
  createSight,
  outOfReach,
  REACH_PAGES,
  readUpTo,
  type Sight,
  type Span,
  spanOf,
} from '@walkie/client/reading';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Session } from '../session/session.ts';

export interface ReadingOptions {
  session: Session;
  /** Whether the panel shows the app. */
  open: ReadonlySignal<boolean>;
  attentive: ReadonlySignal<boolean>;
}

export interface Reading {
  /** What was unread when the visitor began to read. */
  span: Span | null;
  /** The first unread message is not loaded yet; it is being asked for. */
  reaching: boolean;
  sight: Sight;
}

export function useReading({ session, open, attentive }: ReadingOptions): Reading {
  const snapshot = session.snapshot.value;
  const span = useSpan(snapshot, open.value, attentive.value);
  const reaching = useReach(session, snapshot, open.value ? span : null);
  const { sight, read } = useMemo(() => {
    const read = () => {
      const now = session.snapshot.peek();
      const seq = sight.newest();
      if (now && attentive.peek() && seq > 0) session.read(readUpTo(seq, now));
    };
    const sight = createSight(read);
    return { sight, read };
  }, [session, attentive]);
  // Who comes has seen nothing yet, whatever stood on the screen until now.
  useSignalEffect(() => {
    if (attentive.value) sight.renew();
  });
  // A change after the last message is read with it.
  useSignalEffect(() => {
    if (session.snapshot.value) read();
  });
  return { span, reaching, sight };
}

/** Known in the same render as the messages: the thread decides by it where it opens. */
function useSpan(
  snapshot: ConversationSnapshot | null,
  open: boolean,
  attentive: boolean,
): Span | null {
  const known = useRef<{ id: number; span: Span | null } | null>(null);
  if (!snapshot) {
    known.current = null;
    return null;
  }
  const same = known.current?.id === snapshot.id ? known.current.span : null;
  // While the panel is closed, reading has not begun.
  const span = spanOf(open || snapshot.loading ? same : null, snapshot, attentive);
  known.current = { id: snapshot.id, span };
  return span;
}

/** Loads older pages until the first unread message is here, or until it is not worth the wait. */
function useReach(
  session: Session,
  snapshot: ConversationSnapshot | null,
  span: Span | null,
): boolean {
  const asked = useRef({ after: -1, pages: 0 });
  const after = span?.after ?? -1;
  if (asked.current.after !== after) asked.current = { after, pages: 0 };
  // What was written and not sent must be in sight: it does not wait.
  const waits =
    snapshot !== null &&
    !snapshot.loading &&
    outOfReach(snapshot, span) &&
    snapshot.older !== 'failed' &&
    snapshot.messages.every((view) => 'message' in view);
  const reaching = waits && (snapshot.loadingOlder || asked.current.pages < REACH_PAGES);
  const ask = reaching && !snapshot.loadingOlder;
  const oldest = snapshot?.messages[0]?.key;
  useEffect(() => {
    if (!ask) return;
    asked.current.pages += 1;
    session.loadOlder();
  }, [session, ask, oldest]);
  return reaching;
}
