import type { ConversationSnapshot } from '@walkie/client';

/** What was unread when somebody began to read: after the one seq, up to the other. */
export interface Span {
  readonly after: number;
  readonly upTo: number;
}

type Read = Pick<ConversationSnapshot, 'loading' | 'read' | 'last_seq'>;

/**
 * The unread span of an open thread. It starts where reading began. What arrives while nobody looks
 * makes it longer, or starts a new one when everything before had been read.
 */
export function spanOf(before: Span | null, thread: Read, attention: boolean): Span | null {
  const { loading, read, last_seq } = thread;
  if (loading) return before;
  if (before === null) return { after: read.mine, upTo: last_seq };
  if (attention || last_seq <= before.upTo) return before;
  return { after: read.mine >= before.upTo ? read.mine : before.after, upTo: last_seq };
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
