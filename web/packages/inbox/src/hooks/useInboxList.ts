import type { Conversation, InboxFilter, InboxSnapshot } from '@walkie/client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useWords } from '../i18n/words.tsx';
import type { Place, View } from '../model/location.ts';
import { matching } from '../model/preview.ts';
import type { OpenConversation } from './useConversation.ts';
import { useWalkie } from './walkie.tsx';

const ASSIGNEE: Readonly<Record<View, InboxFilter>> = {
  mine: { assignee: 'me' },
  unassigned: { assignee: 'none' },
  all: {},
};

export interface InboxList {
  readonly snapshot: InboxSnapshot;
  /** The loaded rows that match what is typed into the filter. */
  readonly rows: readonly Conversation[];
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

/** The list for the place in the address. The SDK's store fetches and merges; newer rows win there. */
export function useInboxList(place: Place, open: OpenConversation | null): InboxList {
  const { inbox } = useWalkie();
  const { t } = useWords();
  const { view, status, query } = place;
  useEffect(() => {
    inbox.setFilter({ ...ASSIGNEE[view], status: status === 'any' ? 'all' : status });
  }, [inbox, view, status]);
  const snapshot = useSyncExternalStore(inbox.subscribe, inbox.getSnapshot);
  const openId = open?.snapshot.id ?? null;
  const readSeq = open?.snapshot.read.mine ?? 0;
  const rows = useMemo(() => {
    const known = snapshot.rows.map((row) =>
      row.id === openId ? withReadPosition(row, readSeq) : row,
    );
    return query.trim() === '' ? known : matching(known, query, t);
  }, [snapshot.rows, openId, readSeq, query, t]);
  return useMemo(
    () => ({
      snapshot,
      rows,
      loadMore: () => void inbox.loadMore(),
      refresh: () => void inbox.refresh(),
    }),
    [snapshot, rows, inbox],
  );
}

/** The open thread knows how far was read before the list hears of it; the higher position wins. */
export function withReadPosition(row: Conversation, readSeq: number): Conversation {
  if (readSeq <= row.read_seq) return row;
  return { ...row, read_seq: readSeq, unread: readSeq >= row.last_seq ? 0 : row.unread };
}
