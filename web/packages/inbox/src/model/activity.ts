import type { Activity, ConversationChange } from '@walkie/client';
import { shownName } from '@walkie/client/blank';
import type { Say } from '../i18n/words.tsx';

/** What the two sides of a conversation are called. */
interface Readers {
  /** The agent who reads. */
  readonly me: number;
  readonly visitor: string;
}

/**
 * What a change did, in words. A change tells the state after it; the one before (if it was seen) tells
 * what differs. Without it the most telling part of the new state is named.
 */
export function activityText(
  { change }: Activity,
  before: Activity | null,
  { me, visitor }: Readers,
  t: Say,
): string {
  const mine = change.actor.type === 'agent' && change.actor.id === me;
  const theirs = change.actor.type === 'visitor' ? visitor : shownName(change.actor.name);
  const actor = mine ? t('activity.you') : theirs || t('activity.system');
  const previous = before?.change ?? null;
  if (previous === null ? change.status !== 'open' : previous.status !== change.status) {
    return t(STATUS[change.status], { actor });
  }
  if (previous !== null && previous.assignee_id === change.assignee_id) {
    return t('activity.updated', { actor });
  }
  return assignment(change, previous, actor, t);
}

const STATUS = {
  open: 'activity.reopened',
  pending: 'activity.pending',
  snoozed: 'activity.snoozed',
  resolved: 'activity.resolved',
} as const;

function assignment(
  change: ConversationChange,
  previous: ConversationChange | null,
  actor: string,
  t: Say,
): string {
  if (change.assignee_id === null) {
    return t(previous === null ? 'activity.updated' : 'activity.unassigned', { actor });
  }
  if (change.actor.type === 'agent' && change.actor.id === change.assignee_id) {
    return t('activity.took', { actor });
  }
  return t('activity.assigned', { actor, name: change.assignee_name ?? `#${change.assignee_id}` });
}
