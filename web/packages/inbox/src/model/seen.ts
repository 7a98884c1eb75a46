import type { ConversationSnapshot } from '@walkie/client';

export interface Unseen {
  readonly count: number;
  /** There may be more of them in pages that are not loaded. */
  readonly more: boolean;
  /** Nobody has answered: there is nothing to read. */
  readonly none: boolean;
}

/** Which of our answers the visitor has not read: notes, changes and deleted ones are not theirs to read. */
export function unseenAnswers({
  messages,
  hasOlder,
  read,
}: Pick<ConversationSnapshot, 'messages' | 'hasOlder' | 'read'>): Unseen {
  // The same position that "Seen" at a bubble goes by.
  const { theirs } = read;
  let count = 0;
  let answers = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const view of messages) {
    if (!('message' in view) || view.note) continue;
    const { seq, sender_is_agent, deleted_at } = view.message;
    oldest = Math.min(oldest, seq);
    if (!sender_is_agent || deleted_at !== null) continue;
    answers += 1;
    if (seq > theirs) count += 1;
  }
  return { count, more: hasOlder && oldest > theirs + 1, none: answers === 0 && !hasOlder };
}
