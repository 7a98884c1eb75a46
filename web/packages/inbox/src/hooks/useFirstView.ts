import type { Conversation, InboxSnapshot } from '@walkie/client';
import { useEffect, useRef } from 'react';
import { useSearch } from 'wouter';
import type { Place, View } from '../model/location.ts';
import type { OpenConversation } from './useConversation.ts';
import type { Go } from './usePlace.ts';
import { useWalkie } from './walkie.tsx';

/**
 * Which list stands there when the address names none. A conversation that was opened by its address
 * has the list that it is in beside it, once for each. Without one, an agent who has nothing starts
 * where somebody waits; once, and not after a choice of the agent's.
 */
export function useFirstView(
  { counts, loading }: InboxSnapshot,
  { conversation }: Place,
  open: OpenConversation | null,
  go: Go,
): void {
  const { me } = useWalkie();
  const named = useSearch() !== '';
  const placed = useRef<number | null>(null);
  const started = useRef(false);
  const row = open?.snapshot.conversation ?? null;
  const missing = open !== null && open.snapshot.problem !== null;

  useEffect(() => {
    if (conversation === null || placed.current === conversation) return;
    if (!named && row?.id !== conversation) return;
    placed.current = conversation;
    if (named || row === null) return;
    const view = viewOf(row, me.id);
    if (view !== 'mine' || row.status !== 'open') go({ view, status: row.status }, true);
  }, [conversation, named, row, me.id, go]);

  useEffect(() => {
    if (started.current || loading || counts === null) return;
    if (conversation !== null && !missing) {
      started.current ||= row !== null;
      return;
    }
    started.current = true;
    if (!named && counts.mine === 0 && counts.unassigned > 0) go({ view: 'unassigned' }, true);
  }, [counts, loading, conversation, missing, row, named, go]);
}

export function viewOf({ assignee_id }: Pick<Conversation, 'assignee_id'>, me: number): View {
  if (assignee_id === null) return 'unassigned';
  return assignee_id === me ? 'mine' : 'all';
}
