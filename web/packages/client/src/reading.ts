// What of a thread was unread when somebody began to read, and what of it has been on a screen since.
// An entry of its own, for pages that draw a thread; `createSight` needs a DOM. One for each thread.

import type { ConversationSnapshot } from './types.ts';

/** What was unread when somebody began to read: after the one seq, up to the other. */
export interface Span {
  readonly after: number;
  readonly upTo: number;
}

type Read = Pick<ConversationSnapshot, 'loading' | 'read' | 'last_seq' | 'messages'>;

/**
 * The unread span of an open thread. It starts where reading began. What arrives while nobody looks
 * makes it longer, or starts a new one when everything before had been read. Who has written has
 * answered what stood above: none of it is new any more.
 */
export function spanOf(before: Span | null, thread: Read, attention: boolean): Span | null {
  const { loading, read, last_seq, messages } = thread;
  if (loading) return before;
  if (before === null) return { after: read.mine, upTo: last_seq };
  const span = answered(before, messages);
  if (attention || last_seq <= span.upTo) return span;
  return { after: read.mine >= span.upTo ? read.mine : span.after, upTo: last_seq };
}

function answered(span: Span, messages: Read['messages']): Span {
  let own = 0;
  for (const view of messages) {
    if (!view.mine || view.note) continue;
    if ('message' in view) own = Math.max(own, view.message.seq);
    // Still on its way: it comes after all that is here.
    else if (view.state === 'pending') own = Math.max(own, span.upTo);
  }
  return own > span.after ? { after: own, upTo: Math.max(own, span.upTo) } : span;
}

/** How many pages are loaded at most to reach the first unread message. */
export const REACH_PAGES = 10;

/** Is the first unread message in a page that is not loaded yet? */
export function outOfReach(
  { messages, hasOlder, conversation }: ConversationSnapshot,
  span: Span | null,
): boolean {
  if (span === null || !hasOlder || (conversation?.unread ?? 0) === 0) return false;
  const oldest = messages.find((view) => 'message' in view && !view.note);
  return oldest !== undefined && 'message' in oldest && oldest.message.seq > span.after + 1;
}

/**
 * How far to mark as read when this is the newest message that was seen. Changes and edits after the
 * last message are not there to be read: with it they are.
 */
export function readUpTo(
  seen: number,
  { messages, last_seq, newer }: ConversationSnapshot,
): number {
  if (newer !== 'none') return seen;
  const last = messages.findLast((view) => 'message' in view && !view.note);
  const end = last !== undefined && 'message' in last ? last.message.seq : 0;
  return seen >= end ? Math.max(seen, last_seq) : seen;
}

export interface Sight {
  /** Watches a message's element for as long as it is drawn; returns how to stop. */
  watch(element: Element, seq: number): () => void;
  /** The highest seq of what is on the screen now; 0: nothing is. */
  newest(): number;
  /** Forgets what was on the screen and looks again: for somebody who has just come. */
  renew(): void;
  /** Looks through this scrolling element; returns how to stop. */
  attach(root: Element): () => void;
}

const STEPS = [0, 0.25, 0.5, 0.75, 1];

/** Half of it is in sight, or it fills half of the thread. */
function seen(entry: IntersectionObserverEntry): boolean {
  const room = entry.rootBounds?.height ?? Number.POSITIVE_INFINITY;
  const enough = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= room / 2;
  return entry.isIntersecting && enough;
}

/** Which messages are on the screen. `changed` is called after each change of that. */
export function createSight(changed: () => void): Sight {
  const drawn = new Map<Element, number>();
  const inSight = new Map<Element, number>();
  let observer: IntersectionObserver | null = null;
  const look = (entries: IntersectionObserverEntry[]) => {
    for (const entry of entries) {
      const seq = drawn.get(entry.target);
      if (seq !== undefined && seen(entry)) inSight.set(entry.target, seq);
      else inSight.delete(entry.target);
    }
    changed();
  };
  return {
    watch(element, seq) {
      drawn.set(element, seq);
      observer?.observe(element);
      return () => {
        observer?.unobserve(element);
        drawn.delete(element);
        inSight.delete(element);
      };
    },
    newest: () => Math.max(0, ...inSight.values()),
    renew() {
      inSight.clear();
      for (const element of drawn.keys()) {
        observer?.unobserve(element);
        observer?.observe(element);
      }
    },
    attach(root) {
      const watching = new IntersectionObserver(look, { root, threshold: STEPS });
      observer = watching;
      for (const element of drawn.keys()) watching.observe(element);
      return () => {
        observer = null;
        watching.disconnect();
      };
    },
  };
}
