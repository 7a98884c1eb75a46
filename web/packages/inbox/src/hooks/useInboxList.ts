import type { Conversation, InboxFilter, InboxSnapshot } from '@walkie/client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useWords } from '../i18n/words.tsx';
import type { Place, View } from '../model/location.ts';
import { matching } from '../model/preview.ts';
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

/** The list for the place in the address. The SDK's table of rows has them; newer rows win there. */
export function useInboxList(place: Place): InboxList {
  const { inbox } = useWalkie();
  const { t } = useWords();
  const { view, status, query } = place;
  useEffect(() => {
    inbox.setFilter({ ...ASSIGNEE[view], status: status === 'any' ? 'all' : status });
  }, [inbox, view, status]);
  const snapshot = useSyncExternalStore(inbox.subscribe, inbox.getSnapshot);
  const rows = useMemo(
    () => (query.trim() === '' ? snapshot.rows : matching(snapshot.rows, query, t)),
    [snapshot.rows, query, t],
  );
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
